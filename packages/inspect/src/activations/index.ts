export { activationsOf, type ActivationsOptions } from "./activations.js";

export { classesDrill } from "./classes.js";
export { tensorsDrill } from "./tensors.js";

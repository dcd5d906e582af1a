export { tfjs, type TfjsOptions } from "./backend.js";
export type { Device } from "./runtime.js";
export { supportOf } from "./support.js";

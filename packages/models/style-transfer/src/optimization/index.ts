export type { PaintOptimizer } from "./paint-image.js";
export { stylize, type Stylized } from "./stylize.js";
export type { StylizeOptions, StylizePoint, StylizeProgress } from "./stylize-options.js";

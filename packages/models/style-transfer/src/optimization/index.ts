export type { PaintOptimizer } from "./paint-image.js";
export { stylize, type Stylized } from "./stylize.js";
export { largestPicture, largestPiece, stylizeInTiles } from "./stylize-in-tiles.js";
export type { StylizeOptions, StylizePoint, StylizeProgress } from "./stylize-options.js";

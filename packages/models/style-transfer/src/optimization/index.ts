export { dream, type Dream, type DreamOptions, type DreamProgress } from "./dream.js";
export type { PaintOptimizer } from "./paint-image.js";
export { stylize, type Stylized } from "./stylize.js";
export { largestPicture, largestPiece, stylizeInTiles } from "./stylize-in-tiles.js";
export type { StylizeOptions, StylizePoint, StylizeProgress } from "./stylize-options.js";
export {
  visualizeClass,
  type ClassifierInput,
  type VisualizeClassOptions,
  type VisualizedClass,
} from "./visualize-class.js";

export {
  confusionMatrix,
  confusionMatrixSvg,
  type ConfusionMatrixOptions,
  type LabelledPredictions,
} from "./confusion-matrix.js";
export { curvesSvg, type CurvePoint, type CurvesOptions, type Series } from "./curves.js";
export { filtersSvg, type FiltersOptions } from "./filters.js";
export { imagesSvg, type CaptionedImage, type ImagesOptions } from "./images.js";
export { type ArrayValue } from "./raster.js";

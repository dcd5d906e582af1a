export { costsSvg, type CostsOptions, type NetworkCost } from "./costs.js";
export { attentionSvg, type AttentionOptions } from "./attention.js";
export {
  confusionMatrix,
  confusionMatrixSvg,
  type ConfusionMatrixOptions,
  type LabelledPredictions,
} from "./confusion-matrix.js";
export { curvesSvg, type CurvesOptions, type Series } from "./curves.js";
export { featureMapsSvg, type FeatureMapsOptions } from "./feature-maps.js";
export { figureSvg, type FigureData } from "./figure.js";
export { filtersSvg, type FiltersOptions } from "./filters.js";
export { imagesSvg, type CaptionedImage, type ImagesOptions } from "./images.js";
export { overlaySvg, type HeatGrid, type ImageBox, type ImageLayers, type OverlayOptions } from "./overlay.js";
export { pointsSvg, type PlanePoints, type PointsOptions } from "./points.js";
export { posteriorsSvg, type PosteriorsOptions } from "./posteriors.js";
export { type ArrayValue } from "./raster.js";
export { ratiosSvg, type Ratios, type RatiosOptions } from "./ratios.js";
export { textSvg, type TextOptions } from "./text.js";
export { type CurvePoint } from "./thinned.js";
export { tracesSvg, type Trace, type TracesOptions } from "./traces.js";

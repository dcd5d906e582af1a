export { batched, type BatchingOptions, type BatchSource, type Sampling } from "./batching.js";
export { csvDataset, parseCsv, type CsvOptions, type CsvTable } from "./csv.js";
export { arrayDataset, type ArrayDatasetOptions, type Batch, type Dataset } from "./dataset.js";
export { greyImages, type GreyImagesOptions } from "./grey-images.js";
export { parseIdx, type IdxArray, type IdxData } from "./idx.js";
export { encodeNpy, parseNpy } from "./npy.js";
export {
  glyphGeometries,
  glyphs,
  type GlyphGeometry,
  type GlyphGeometryName,
  type GlyphsOptions,
} from "./procedural/glyphs.js";
export { moons, xor } from "./procedural/points.js";
export { shuffleLabels } from "./shuffle-labels.js";
export { split, subset, type PartSizes, type SplitOptions } from "./split.js";
export {
  mapDataset,
  normalize,
  padImages,
  standardize,
  type BatchTransform,
  type Standardizer,
  type Statistics,
} from "./transforms.js";
export { parseWav, type Wav } from "./wav.js";

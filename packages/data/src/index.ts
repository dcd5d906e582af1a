export { augment, type Augmentation, type AugmentOptions, type ImageSample } from "./augmentation/augment.js";
export {
  horizontalFlip,
  randomAffine,
  randomCrop,
  verticalFlip,
  type FillOptions,
  type FlipOptions,
  type RandomAffineOptions,
  type RandomCropOptions,
} from "./augmentation/geometric.js";
export { gaussianNoise, lightJitter, type LightJitterOptions } from "./augmentation/light.js";
export {
  classifiedRecordings,
  transcribedRecordings,
  type Recording,
  type RecordingsOptions,
  type SoundFeatures,
} from "./audio/recordings.js";
export { joinedRecordings, type JoinedRecordingsOptions } from "./audio/joined-recordings.js";
export {
  batched,
  type BatchAugmentation,
  type BatchingOptions,
  type BatchPlace,
  type BatchSource,
} from "./batching.js";
export { byteImages, type ByteImagesOptions } from "./byte-images.js";
export { cifar10Labels, parseCifar10 } from "./cifar.js";
export { csvDataset, parseCsv, type CsvOptions, type CsvTable } from "./csv.js";
export {
  arrayDataset,
  everything,
  type ArrayDatasetOptions,
  type Batch,
  type Dataset,
  type GatherOptions,
  type SequenceLengths,
} from "./dataset.js";
export { greyImages, type GreyImagesOptions } from "./grey-images.js";
export { parseIdx, type IdxArray, type IdxData } from "./idx.js";
export { join } from "./join.js";
export { encodeNpy, parseNpy } from "./npy.js";
export type { Alphabet } from "./procedural/font.js";
export {
  glyphGeometries,
  glyphs,
  type GlyphGeometry,
  type GlyphGeometryName,
  type GlyphsOptions,
} from "./procedural/glyphs.js";
export { glyphViews, type GlyphViewsOptions } from "./procedural/glyph-views.js";
export { glyphScenes, type GlyphScenesOptions } from "./procedural/glyph-scenes.js";
export { shapeLabels, shapes, type ShapesOptions } from "./procedural/shapes.js";
export { moons, xor } from "./procedural/points.js";
export { tones, type TonesOptions } from "./procedural/tones.js";
export { byLength, type ByLengthOptions } from "./sampling/by-length.js";
export type { LengthBuckets } from "./sampling/length-buckets.js";
export type { Sampling, SamplingName } from "./sampling/named.js";
export type { BatchPlan, PlannedBatch, SamplingFunction, SamplingOptions } from "./sampling/plan.js";
export { parseSeries, type NamedSeries } from "./sequences/parse-series.js";
export { sequenceDataset, type SequenceDatasetOptions } from "./sequences/sequence-dataset.js";
export { packSequences, type Sequences } from "./sequences/sequences.js";
export { seriesWindows, type SeriesWindowsOptions } from "./sequences/series-windows.js";
export { withinLengths } from "./sequences/within-lengths.js";
export { shuffleLabels } from "./shuffle-labels.js";
export { splitDataset, subset, type PartSizes, type SplitDatasetOptions } from "./split.js";
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

export { contiguous, type Layout, type View } from "./contiguous.js";
export { narrowFloat16, widenFloat16 } from "./half-precision.js";
export { readPyTorch, type ReadPyTorchOptions } from "./pytorch/read-pytorch.js";
export { writePyTorch, type WritePyTorchOptions } from "./pytorch/write-pytorch.js";
export { readResource } from "./read-resource.js";
export { readWeights } from "./read-weights.js";
export { readSafetensors, writeSafetensors, type WeightsFile, type WriteSafetensorsOptions } from "./safetensors.js";
export { matchStateDict, type ExpectedTensor, type MatchOptions, type StateDict } from "./state-dict.js";
export { fetchWeights } from "./sources/fetch-weights.js";
export {
  largeDownload,
  megabytes,
  problemWith,
  type DownloadNotice,
  type DownloadOptions,
  type WeightsSource,
} from "./sources/weights-source.js";
export { readZip, type Inflate, type ZipEntry } from "./zip/read-zip.js";
export { crc32 } from "./zip/crc32.js";

export { cachedFiles, cachedPath, clearCache, isCached, weightsCache, type CachedFile } from "./cache.js";
export { readBytes } from "./read-bytes.js";
export { readWeightsFile, writeWeightsFile, type ReadWeightsFileOptions } from "./weights-file.js";
export { writeFileAtomic, writeFilesAtomic, type FileToWrite } from "./write-file-atomic.js";

export { readBytes } from "./read-bytes.js";
export { readWeightsFile, writeWeightsFile } from "./weights-file.js";
export { writeFileAtomic } from "./write-file-atomic.js";

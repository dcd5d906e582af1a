export { readBytes } from "./read-bytes.js";
export { readWeightsFile, writeWeightsFile } from "./weights-file.js";
export { writeFileAtomic, writeFilesAtomic, type FileToWrite } from "./write-file-atomic.js";

export { fileCheckpoints } from "./file-checkpoints.js";
export { progressLine, type LineStream, type ProgressLine, type ProgressLineOptions } from "./progress-line.js";

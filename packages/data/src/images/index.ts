export { decodeImage } from "./decode.js";
export { framing, preprocessImage } from "./preprocess.js";
export type { ImagePreprocessing } from "./preprocessing.js";
export type { RawImage } from "./raw-image.js";
export { readImage, type ImageSource } from "./source.js";

export { decodeImage } from "./decode.js";
export { encodePng } from "./encode.js";
export { imageGrid, type ImageGridOptions } from "./image-grid.js";
export { framing, preprocessImage } from "./preprocess.js";
export { parseImagePreprocessing } from "./parse-preprocessing.js";
export type { ImagePreprocessing } from "./preprocessing.js";
export { toChannels, type OpaqueImage, type RawImage } from "./raw-image.js";
export { rawImages } from "./raw-images.js";
export { readImage, type ImageSource } from "./source.js";

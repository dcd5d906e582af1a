import type { ImagePreprocessing } from "@blockzoo/data/images";

export { imageNetLabels } from "./labels.js";

/**
 * How torchvision prepares photographs for most of its networks: the shorter side becomes 256, the middle 224x224 are kept,
 * and channels are normalised by ImageNet's mean and deviation. What differs is spread over it:
 * `{ ...imageNetPreprocessing, resize: 342, crop: [299, 299] }` for inception_v3.
 */
export const imageNetPreprocessing = {
  kind: "image",
  channels: 3,
  resize: 256,
  crop: [224, 224],
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
} as const satisfies ImagePreprocessing;

import type { TrunkInput } from "../trunk.js";

/** Mean and deviation of the pixels of ImageNet, with which torchvision's networks learned. */
export const imageNetInput = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
} as const satisfies TrunkInput;

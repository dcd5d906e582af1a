import type { ImagePreprocessing } from "@blockzoo/data/images";

/** Grey, bright shapes on a dark ground from 0 to 1, as they are drawn; the image keeps its size. */
const ownSize = {
  kind: "image",
  channels: 1,
  foreground: "bright",
  mean: [0],
  deviation: [1],
} as const satisfies ImagePreprocessing;

/** How images become inputs, by variant. */
export const preprocessing = {
  "heat-detector": ownSize,
  "roi-detector": { ...ownSize, resize: [48, 48] },
} as const satisfies Readonly<Record<string, ImagePreprocessing>>;

import type { ImagePreprocessing } from "@blockzoo/family";

/** How images become inputs: grey, 48x48, bright shapes on a dark ground from 0 to 1, as they are drawn. */
export const preprocessing = {
  kind: "image",
  channels: 1,
  foreground: "bright",
  resize: [48, 48],
  mean: [0],
  deviation: [1],
} as const satisfies ImagePreprocessing;

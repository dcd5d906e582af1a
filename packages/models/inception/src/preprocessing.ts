import type { ImagePreprocessing } from "@blockzoo/data/images";

/** How images become inputs of the mini: ink is 1 and paper 0, as the glyphs are drawn. */
export const glyphsPreprocessing = {
  kind: "image",
  channels: 1,
  foreground: "bright",
  resize: [32, 32],
  mean: [0],
  deviation: [1],
} as const satisfies ImagePreprocessing;

import type { ImagePreprocessing } from "@blockzoo/data/images";

/** How images become inputs of the small networks: ink is 1 and paper 0, as the glyphs are drawn. */
export const glyphsPreprocessing = {
  kind: "image",
  channels: 1,
  foreground: "bright",
  resize: [16, 16],
  mean: [0],
  deviation: [1],
} as const satisfies ImagePreprocessing;

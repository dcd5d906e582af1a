import type { ImagePreprocessing } from "@blockzoo/data/images";

/** How images become inputs, by data set; recipes and weight entries share it. */
export const preprocessing = {
  /** Ink is 1 and paper 0, as the glyphs are drawn. */
  glyphs: { kind: "image", channels: 1, foreground: "bright", resize: [64, 64], mean: [0], deviation: [1] },
} as const satisfies Readonly<Record<string, ImagePreprocessing>>;

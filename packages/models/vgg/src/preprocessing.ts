import type { ImagePreprocessing } from "@blockzoo/data/images";

const grey = { kind: "image", channels: 1, foreground: "bright" } as const;

/** How images become inputs, by data set; recipes and weight entries share it. */
export const preprocessing = {
  /** Ink is 1 and paper 0, as the glyphs are drawn. */
  glyphs: { ...grey, resize: [32, 32], mean: [0], deviation: [1] },
  /** 28x28 pixels in the middle of 32x32. */
  "fashion-mnist": { ...grey, resize: [28, 28], pad: 2, mean: [0.286], deviation: [0.353] },
} as const satisfies Readonly<Record<string, ImagePreprocessing>>;

import type { ImagePreprocessing } from "@blockzoo/data/images";

const grey = { kind: "image", channels: 1, foreground: "bright" } as const;

/** How images become inputs, by data set; recipes and weight entries share it. */
export const preprocessing = {
  /** Ink is 1 and paper 0, as the glyphs are drawn. */
  glyphs: { ...grey, resize: [32, 32], mean: [0], deviation: [1] },
  /** 28x28 pixels in the middle of 32x32, as in the paper, so that strokes reach the centres of the last feature maps. */
  mnist: { ...grey, resize: [28, 28], pad: 2, mean: [0.1307], deviation: [0.3081] },
  "fashion-mnist": { ...grey, resize: [28, 28], pad: 2, mean: [0.286], deviation: [0.353] },
  /** The paper's scale, from paper to ink -0.1 to 1.175: the values x with (x - 20/255) * 1.275. */
  "glyphs-1998": { ...grey, resize: [32, 32], mean: [20 / 255], deviation: [1 / 1.275] },
} as const satisfies Readonly<Record<string, ImagePreprocessing>>;

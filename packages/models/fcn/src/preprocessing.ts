import type { ImagePreprocessing } from "@blockzoo/data/images";

/** How images become inputs: at their own size, black is 0 and white 1. */
export const preprocessing = {
  shapes: { kind: "image", channels: 1, mean: [0], deviation: [1], foreground: "bright" },
  glyphs: { kind: "image", channels: 1, mean: [0], deviation: [1], foreground: "bright" },
} as const satisfies Readonly<Record<string, ImagePreprocessing>>;

import type { ImagePreprocessing } from "@blockzoo/data/images";

/** How a row of numbers becomes the input of a network. */
export interface TablePreprocessing {
  readonly kind: "table";
  readonly columns: readonly string[];
  /** `(x - mean) / deviation` for each column. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** How what an image shall show becomes the inputs of a network that draws it: `style` [N, styles], `view` [N, 2 angles]. */
export interface ViewPreprocessing {
  readonly kind: "view";
  /** What can be drawn, in the order of the input `style`: 1 for the one that is asked for. */
  readonly styles: readonly string[];
  /** From where: each angle is its sine and its cosine in the input `view`, in this order. */
  readonly angles: readonly string[];
}

export type Preprocessing = ImagePreprocessing | TablePreprocessing | ViewPreprocessing;

import { parseRecord, parseStrings } from "@blockzoo/core";

/** How what an image shall show becomes the inputs of a network that draws it: `style` [N, styles], `view` [N, 2 angles]. */
export interface Views {
  /** What can be drawn, in the order of the input `style`: 1 for the one that is asked for. */
  readonly styles: readonly string[];
  /** From where: each angle is its sine and its cosine in the input `view`, in this order. */
  readonly angles: readonly string[];
}

/** @throws BlockzooError where a value of unknown origin does not name styles and angles */
export function parseViews(value: unknown, where: string): Views {
  const { styles, angles } = parseRecord(value, where);
  return { styles: parseStrings(styles, `${where}: styles`), angles: parseStrings(angles, `${where}: angles`) };
}

import { parseRecord, parseString } from "@blockzoo/core";

/** How a network paints. */
export interface Manner {
  /** The painting that it has learned from: `"Vincent van Gogh, The Starry Night, 1889"`. */
  readonly style: string;
}

/** @throws BlockzooError where a value of unknown origin names no style */
export function parseManner(value: unknown, where: string): Manner {
  return { style: parseString(parseRecord(value, where)["style"], `${where}: style`) };
}

import { parseRecord, parseString } from "@blockzoo/core";

/** What a network makes. */
export interface Surface {
  /** Where the texture is from: `"a brick wall"`. */
  readonly texture: string;
}

/** @throws BlockzooError where a value of unknown origin names no texture */
export function parseSurface(value: unknown, where: string): Surface {
  return { texture: parseString(parseRecord(value, where)["texture"], `${where}: texture`) };
}

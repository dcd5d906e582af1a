import type { Block } from "./block.js";

/** Marks the blocks of every copy of this package. Its value is {@link thisCopy}: one and the same object within a copy. */
export const blockBrand = Symbol.for("blockzoo.Block");
export const thisCopy: object = {};

/** True for a block of any copy of this package. */
export function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && blockBrand in value;
}

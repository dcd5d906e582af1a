import type { Box } from "./object-detection/index.js";
import { intersectionOverUnion } from "./boxes.js";

/** What non-maximum suppression takes: boxes, each with a score. */
export interface Scored {
  readonly box: Box;
  readonly probability: number;
}

/**
 * Greedy non-maximum suppression: of boxes that overlap by more than `overlap`, the one with the highest score stays. As
 * `torchvision.ops.nms`; equal scores keep their order.
 *
 * @param overlap the largest intersection over union of two boxes that both stay
 * @returns what stays, the highest score first
 * @example suppressOverlapping(found, { overlap: 0.5 })
 */
export function suppressOverlapping<Item extends Scored>(
  items: readonly Item[],
  { overlap }: { readonly overlap: number },
): Item[] {
  const kept: Item[] = [];
  for (const item of items.toSorted((a, b) => b.probability - a.probability)) {
    if (kept.every(({ box }) => intersectionOverUnion(box, item.box) <= overlap)) kept.push(item);
  }
  return kept;
}

/**
 * Boxes: their overlap, and the four numbers by which a network says how one box differs from another.
 *
 * R. Girshick, J. Donahue, T. Darrell, J. Malik, "Rich feature hierarchies for accurate object detection and semantic
 * segmentation", 2014, arXiv 1311.2524, appendix C.
 */
import type { Box } from "./object-detection/index.js";

/** The overlap of two boxes as a share of what they cover together, 0 to 1: intersection over union, as `torchvision.ops.box_iou`. */
export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}

/** How a box differs from a reference: its centre moved by (dx, dy) sizes of the reference, its sizes by factors e^dw, e^dh. */
export type BoxDeltas = readonly [dx: number, dy: number, dw: number, dh: number];

/** What moves the reference onto the box; the inverse of {@link moveBox}. */
export function boxDeltas(box: Box, reference: Box): BoxDeltas {
  return [
    (box.x + box.width / 2 - (reference.x + reference.width / 2)) / reference.width,
    (box.y + box.height / 2 - (reference.y + reference.height / 2)) / reference.height,
    Math.log(box.width / reference.width),
    Math.log(box.height / reference.height),
  ];
}

/** A factor of 16 or more is no measurement: an untrained network must not make boxes that are not finite. */
const largestLogFactor = Math.log(16);

/** The reference moved and scaled; factors are limited to 16, as they are limited in torchvision (to 1000 / 16). */
export function moveBox(reference: Box, [dx, dy, dw, dh]: BoxDeltas): Box {
  const width = reference.width * Math.exp(Math.min(dw, largestLogFactor));
  const height = reference.height * Math.exp(Math.min(dh, largestLogFactor));
  return {
    x: reference.x + reference.width / 2 + dx * reference.width - width / 2,
    y: reference.y + reference.height / 2 + dy * reference.height - height / 2,
    width,
    height,
  };
}

/** A size in pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** The part of a box that lies in an image, as `torchvision.ops.clip_boxes_to_image`; of width or height 0 where none does. */
export function clipBox(box: Box, { width, height }: Size): Box {
  const within = (value: number, end: number) => Math.min(Math.max(value, 0), end);
  const [x, y] = [within(box.x, width), within(box.y, height)];
  return { x, y, width: within(box.x + box.width, width) - x, height: within(box.y + box.height, height) - y };
}

import type { RawImage } from "@blockzoo/data/images";
import { checkSides, checkSize, scaledTo, smallestSide, type Size } from "./pixels.js";

/** One pass of painting from coarse to fine. */
export interface Scale {
  /** Of the picture. */
  readonly size: Size;
  /** Of the style image. */
  readonly styleSize: Size;
  /** Steps before it, and those in it. */
  readonly from: number;
  readonly steps: number;
}

interface ScalesOptions {
  readonly content: RawImage;
  readonly style: RawImage;
  /** The longer sides at the last scale. */
  readonly size: number;
  readonly styleSize: number;
  readonly steps: number;
  readonly coarseToFine: boolean;
}

/** The longer side that the first scale has at least. */
const coarsest = 64;

/**
 * The scales that a picture is painted at: each has twice the size of the one before, and an equal share of the steps.
 *
 * @throws BlockzooError where an image is too small, or the picture too large
 */
export function scalesOf({ content, style, size, styleSize, steps, coarseToFine }: ScalesOptions): Scale[] {
  const whole = scaledTo(content, size);
  checkSize("the picture", whole);
  checkSides("the style image", [style.height, style.width]);
  const sides = [size];
  const isFineEnough = (side: number) => side >= coarsest && Math.min(...scaledTo(content, side)) >= smallestSide;
  const mostScales = coarseToFine ? steps : 1;
  while (sides.length < mostScales && isFineEnough(sides[0]! / 2)) sides.unshift(Math.round(sides[0]! / 2));
  const longest = Math.max(style.width, style.height);
  const leastStyle = Math.ceil((smallestSide * longest) / Math.min(style.width, style.height));
  const scales = sides.map((side, index) => {
    const [from, to] = [index, index + 1].map((part) => Math.floor((part * steps) / sides.length)) as [number, number];
    const styleSide = Math.min(longest, Math.max(leastStyle, Math.round((styleSize * side) / size)));
    return { size: scaledTo(content, side), styleSize: scaledTo(style, styleSide), from, steps: to - from };
  });
  checkSize("the style image", scales.at(-1)!.styleSize);
  return scales;
}

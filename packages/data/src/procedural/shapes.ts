import { check, ndarray, RandomStream } from "@blockzoo/core";
import { arrayDataset, type Dataset } from "../dataset.js";
import { addNoise } from "./noise.js";

/** The classes of {@link shapes}; class 0 is the background. */
export const shapeLabels = ["background", "circle", "square", "triangle"] as const;

/** What {@link shapes} draws. */
export interface ShapesOptions {
  readonly count: number;
  /** 0 by default. Sample `i` depends on the seed and `i` only: a larger set begins with the smaller one. */
  readonly seed?: number;
  /** Height and width in pixels, 32 by default. */
  readonly size?: number;
  /** Shapes in an image, 2 by default; a later one covers what it lies over. */
  readonly perImage?: number;
  /** Smallest and largest distance from the centre of a shape to its border, in pixels, 4 to 7 by default. */
  readonly radius?: readonly [number, number];
  /** Standard deviation of the noise on each pixel, 0.15 by default. */
  readonly noise?: number;
  /** Draws outlines of so many pixels, in image and mask alike; by default shapes are filled. */
  readonly outline?: number;
}

/** A shape, its centre and its radius in pixels; pixel `i` spans `i` to `i + 1`. */
interface Shape {
  /** From 1 on, as in {@link shapeLabels}. */
  readonly label: number;
  readonly row: number;
  readonly column: number;
  readonly radius: number;
}

/**
 * Circles, squares and triangles that lie wholly inside images, of a grey from 0.5 to 1 on black:
 *
 * - `x` float32[n,1,S,S], clipped to 0..1;
 * - `y` int32[n,S,S], the class of each pixel, 0 for the background;
 * - `boxes` float32[n,k,4]: left, top, width and height of each shape in pixels, also where another one covers it;
 * - `classes` int32[n,k]: the shapes' classes, 1 to 3.
 *
 * About 85 % of the pixels of the default images are background.
 *
 * @example
 * const train = shapes({ count: 2000, seed: 0 });
 * const outlines = shapes({ count: 2000, seed: 0, outline: 1.5 });
 */
export function shapes({
  count,
  seed = 0,
  size = 32,
  perImage = 2,
  radius = [4, 7],
  noise = 0.15,
  outline,
}: ShapesOptions): Dataset {
  for (const [what, value] of Object.entries({ count, size, perImage })) {
    check(Number.isInteger(value) && value > 0, () => `shapes: ${what} must be a positive integer, found ${value}`);
  }
  check(
    radius[0] > 0 && radius[0] <= radius[1] && 2 * radius[1] <= size,
    () => `shapes: radii of ${radius.join(" to ")} pixels do not fit into images of ${size}x${size}`,
  );
  const pixels = size * size;
  const images = new Float32Array(count * pixels);
  const masks = new Int32Array(count * pixels);
  const boxes = new Float32Array(count * perImage * 4);
  const classes = new Int32Array(count * perImage);
  for (let sample = 0; sample < count; sample++) {
    const stream = new RandomStream(seed, "shapes", sample);
    const plane = {
      size,
      image: images.subarray(sample * pixels, (sample + 1) * pixels),
      mask: masks.subarray(sample * pixels, (sample + 1) * pixels),
    };
    for (let index = 0; index < perImage; index++) {
      const shape = drawShape(stream, size, radius);
      const at = sample * perImage + index;
      classes[at] = shape.label;
      boxes.set(paint(plane, shape, { grey: stream.uniform(0.5, 1), outline }), at * 4);
    }
    addNoise(plane.image, noise, stream);
  }
  return arrayDataset({
    name: outline === undefined ? "shapes" : "shapes-outlines",
    arrays: {
      x: ndarray(images, [count, 1, size, size]),
      y: ndarray(masks, [count, size, size]),
      boxes: ndarray(boxes, [count, perImage, 4]),
      classes: ndarray(classes, [count, perImage]),
    },
    labels: shapeLabels,
  });
}

function drawShape(stream: RandomStream, size: number, [smallest, largest]: readonly [number, number]): Shape {
  const label = 1 + stream.integer(shapeLabels.length - 1);
  const radius = stream.uniform(smallest, largest);
  return { label, radius, row: stream.uniform(radius, size - radius), column: stream.uniform(radius, size - radius) };
}

interface Canvas {
  readonly size: number;
  readonly image: Float32Array;
  readonly mask: Int32Array;
}

/** Paints a shape. @returns its box: left, top, width, height */
function paint(
  { size, image, mask }: Canvas,
  shape: Shape,
  { grey, outline }: { readonly grey: number; readonly outline: number | undefined },
): readonly [number, number, number, number] {
  const contains = containment[shape.label - 1]!;
  let [left, top, right, bottom] = [size, size, 0, 0];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [y, x] = [row + 0.5 - shape.row, column + 0.5 - shape.column];
      if (!contains(y, x, shape.radius)) continue;
      // What lies inside of an outline stays as it is. A triangle's inner copy is a little lower: its sides then are as
      // thick as its base.
      const lower = shape.label === 3 ? 0.15 : 0;
      if (outline !== undefined && contains(y - lower, x, shape.radius - outline)) continue;
      image[row * size + column] = grey;
      mask[row * size + column] = shape.label;
      [left, right] = [Math.min(left, column), Math.max(right, column + 1)];
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row + 1)];
    }
  }
  return [left, top, right - left, bottom - top];
}

/** Whether a place, seen from the centre, belongs to a shape of a radius: circle, square, triangle with its tip above. */
const containment: readonly ((y: number, x: number, radius: number) => boolean)[] = [
  (y, x, radius) => y * y + x * x <= radius * radius,
  (y, x, radius) => Math.max(Math.abs(y), Math.abs(x)) <= 0.8 * radius,
  (y, x, radius) => y <= 0.8 * radius && Math.abs(x) <= (y + radius) / 1.8,
];

import { RandomStream } from "@blockzoo/core";
import type { RawImage } from "@blockzoo/data/images";

type Point = readonly [x: number, y: number];
/** A line of the pen. */
type Stroke = readonly Point[];

/** How the pen writes each, from 0 to 1 to the right and down. */
const digits: readonly (readonly Stroke[])[] = [
  [circle(0.5, 0.5, 0.34, 0.5)],
  [
    [
      [0.36, 0.2],
      [0.54, 0],
      [0.54, 1],
    ],
  ],
  [[...arc({ x: 0.5, y: 0.28, width: 0.34, height: 0.28, from: -170, to: 30 }), [0.14, 1], [0.9, 1]]],
  [
    arc({ x: 0.47, y: 0.25, width: 0.32, height: 0.25, from: -160, to: 90 }),
    arc({ x: 0.47, y: 0.75, width: 0.36, height: 0.25, from: -90, to: 150 }),
  ],
  [
    [
      [0.52, 0],
      [0.12, 0.64],
      [0.9, 0.64],
    ],
    [
      [0.68, 0.34],
      [0.68, 1],
    ],
  ],
  [[[0.84, 0], [0.28, 0], [0.22, 0.46], ...arc({ x: 0.46, y: 0.69, width: 0.36, height: 0.31, from: -110, to: 140 })]],
  [[[0.66, 0], [0.34, 0.34], ...arc({ x: 0.5, y: 0.7, width: 0.32, height: 0.3, from: 180, to: -180 })]],
  [
    [
      [0, 0],
      [0.96, 0],
      [0.42, 1],
    ],
  ],
  [circle(0.5, 0.24, 0.26, 0.24), circle(0.5, 0.74, 0.32, 0.26)],
  [[...arc({ x: 0.5, y: 0.28, width: 0.3, height: 0.28, from: 0, to: -360 }), [0.78, 0.5], [0.68, 1]]],
];

/** In pixels: of the picture, of a digit's height, of the pen. */
const [side, height, pen] = [112, 80, 8];

/** A digit as a hand writes it, black on white, of another width and slant for each seed. */
export function writtenDigit(digit: number, seed: number): RawImage {
  const strokes = digits[digit]!;
  const random = new RandomStream(seed, "handwriting");
  const [slant, width] = [random.uniform(-0.1, 0.15), height * random.uniform(0.65, 0.85)];
  const place = ([x, y]: Point): Point => [
    side / 2 + width * (x - 0.5) - slant * height * (y - 0.5),
    side / 2 + height * (y - 0.5),
  ];
  const lines = strokes.flatMap((stroke) => stroke.slice(1).map((to, at) => [place(stroke[at]!), place(to)] as const));
  const data = Uint8Array.from({ length: side * side }, (_, pixel) => {
    const at: Point = [(pixel % side) + 0.5, Math.floor(pixel / side) + 0.5];
    const apart = Math.min(...lines.map(([from, to]) => distance(at, from, to)));
    return 255 * Math.min(1, Math.max(0, apart - pen / 2 + 0.5));
  });
  return { width: side, height: side, data };
}

/** From a point to the nearest one of a line. */
function distance([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const part = ((x - fromX) * alongX + (y - fromY) * alongY) / (alongX ** 2 + alongY ** 2);
  const nearest = Math.min(1, Math.max(0, part));
  return Math.hypot(x - fromX - nearest * alongX, y - fromY - nearest * alongY);
}

interface Arc {
  /** The middle, and from there to the right and up. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** In degrees, from the right clockwise. */
  readonly from: number;
  readonly to: number;
}

function arc({ x, y, width, height: tall, from, to }: Arc): Stroke {
  const parts = 16;
  return Array.from({ length: parts + 1 }, (_, part) => {
    const angle = (Math.PI / 180) * (from + ((to - from) * part) / parts);
    return [x + width * Math.cos(angle), y + tall * Math.sin(angle)];
  });
}

function circle(x: number, y: number, width: number, tall: number): Stroke {
  return arc({ x, y, width, height: tall, from: -90, to: 270 });
}

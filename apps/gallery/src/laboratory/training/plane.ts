import { ndarray, RandomStream, type Backend, type NDArray, type StateDict } from "@blockzoo/core";
import type { Dataset } from "@blockzoo/data";
import { inferenceGraph, type Variant } from "@blockzoo/family";
import type { Sheet } from "./sheet.js";

/** What a network says of all points of a plane, and the held-out points with what they are. */
export interface Plane {
  /** The colour of the likeliest class at each place, the surer the stronger. */
  readonly sheet: Sheet;
  /** Where the sheet begins and ends. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** At most so many as are shown. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly label: number }[];
}

/** Held-out points of a plane. */
export interface PlanePoints {
  readonly x: NDArray;
  readonly y: NDArray;
}

const [side, shown] = [64, 300];

/** Blue, orange, green, violet, ochre: for classes, on light and on dark. */
const colors = [
  [70, 110, 235],
  [214, 104, 28],
  [20, 150, 130],
  [150, 90, 190],
  [160, 135, 20],
] as const;

/** The held-out samples of a data set where they are points of a plane with a class each. */
export function planePoints(heldOut: Dataset): PlanePoints | undefined {
  // From everywhere in it: the first samples of many sets are of one class.
  const order = new RandomStream(0, "plane").permutation(heldOut.size);
  const { x, y } = heldOut.gather(order.subarray(0, shown));
  const isPlane = x?.dtype === "float32" && x.shape.length === 2 && x.shape[1] === 2;
  return isPlane && y?.dtype === "int32" && y.shape.length === 1 ? { x, y } : undefined;
}

/** Asks a classifier of points about all of the plane around them. */
export async function lookAtPlane(
  { x, y }: PlanePoints,
  { backend, variant, weights }: { readonly backend: Backend; readonly variant: Variant; readonly weights: StateDict },
): Promise<Plane> {
  const [across, up] = [0, 1].map((axis) => rangeOf(x.data.filter((_, index) => index % 2 === axis)));
  const grid = new Float32Array(2 * side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      // The first row is the upper one.
      const place = [at(across!, column), at(up!, side - 1 - row)];
      grid.set(place, 2 * (row * side + column));
    }
  }
  const graph = inferenceGraph(variant);
  const executable = await backend.compile(graph, { weights });
  try {
    const { outputs } = await executable.run({ [graph.inputs[0]!.name]: ndarray(grid, [side * side, 2]) });
    const sheet = { width: side, height: side, data: colored(Object.values(outputs)[0]!) };
    const points = Array.from(y.data, (label, index) => ({ x: x.data[2 * index]!, y: x.data[2 * index + 1]!, label }));
    return { sheet, x: across!, y: up!, points };
  } finally {
    executable.dispose();
  }
}

/** Logits [N, classes] as pixels: a class that is a coin's toss is not seen. */
function colored({ shape, data }: NDArray): Uint8ClampedArray<ArrayBuffer> {
  const [count, classes] = shape as [number, number];
  const pixels = new Uint8ClampedArray(4 * count);
  for (let index = 0; index < count; index++) {
    const logits = Array.from(data.subarray(index * classes, (index + 1) * classes));
    const largest = Math.max(...logits);
    const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
    const sure = (1 / sum - 1 / classes) / (1 - 1 / classes);
    pixels.set([...colors[logits.indexOf(largest) % colors.length]!, 200 * sure], 4 * index);
  }
  return pixels;
}

function rangeOf(values: ArrayLike<number>): readonly [number, number] {
  const [low, high] = [Math.min(...Array.from(values)), Math.max(...Array.from(values))];
  const room = 0.15 * (high - low || 1);
  return [low - room, high + room];
}

/** The middle of a cell. */
function at([low, high]: readonly [number, number], index: number): number {
  return low + ((index + 0.5) / side) * (high - low);
}

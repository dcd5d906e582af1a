import { ndarray, pauses, type NDArray, type RandomStream } from "@blockzoo/core";
import type { ValueAtPoint } from "@blockzoo/train";
import type { PictureObjective } from "./picture-objective.js";

export interface AscendOptions {
  readonly compiled: PictureObjective;
  /** [1, C, H, W]. */
  readonly start: NDArray;
  readonly steps: number;
  /** How far pixels move in a step, on average. */
  readonly rate: number;
  /** The picture is looked at from places up to so many pixels away. */
  readonly jitter: number;
  /** Says from where. */
  readonly stream: RandomStream;
  /** What a picture becomes after a step. */
  readonly after?: (picture: NDArray, step: number) => NDArray | Promise<NDArray>;
  readonly signal?: AbortSignal | undefined;
  /** Called after each step, with what the objective said before it, and waited for. */
  readonly onStep?: ((step: number, before: ValueAtPoint, picture: NDArray) => void | Promise<void>) | undefined;
}

/** Where a picture came to, and why it went no further. */
export interface Ascended {
  readonly picture: NDArray;
  readonly reason: "steps" | "flat" | "not finite" | "aborted";
}

/**
 * Gradient ascent, of what the compiled loss is the negative of, by steps of one length: each pixel by its gradient, divided by the
 * mean size of gradients. So the same rate will do for any layer of any network. Each step looks at the picture shifted by a few
 * pixels, what leaves on one side coming in on the other, since otherwise patterns grow on the grid of the network's strides.
 *
 * A. Mordvintsev, C. Olah, M. Tyka, "Inceptionism: Going Deeper into Neural Networks", 2015, and the notebook that came with it.
 */
export async function ascend(options: AscendOptions): Promise<Ascended> {
  const { compiled, steps, rate, jitter, stream, after, signal, onStep } = options;
  let picture = options.start;
  const pause = pauses();
  for (let step = 0; step < steps; step++) {
    if (signal?.aborted === true) return { picture, reason: "aborted" };
    const [down, right] = [0, 1].map(() => Math.floor(stream.uniform(-jitter, jitter + 1))) as [number, number];
    const seen = shifted(picture, down, right);
    const before = await compiled.objective(seen.data as Float32Array);
    const { value, gradient } = before;
    const size = meanSize(gradient);
    if (!Number.isFinite(value) || !Number.isFinite(size)) return { picture, reason: "not finite" };
    if (size === 0) return { picture, reason: "flat" };
    const moved = Float32Array.from(seen.data, (pixel, at) => pixel - (rate / size) * gradient[at]!);
    picture = shifted(ndarray(moved, picture.shape), -down, -right);
    if (after !== undefined) picture = await after(picture, step);
    await onStep?.(step + 1, before, picture);
    await pause();
  }
  return { picture, reason: "steps" };
}

/** A picture [1, C, H, W], moved down and to the right; what leaves it comes in on the other side. */
function shifted({ data, shape }: NDArray, down: number, right: number): NDArray {
  const [, channels, height, width] = shape as [number, number, number, number];
  const moved = new Float32Array(data.length);
  const from = (place: number, by: number, size: number) => (((place - by) % size) + size) % size;
  let at = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < height; row++) {
      const line = (channel * height + from(row, down, height)) * width;
      for (let column = 0; column < width; column++) moved[at++] = data[line + from(column, right, width)]!;
    }
  }
  return ndarray(moved, shape);
}

function meanSize(gradient: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < gradient.length; index++) sum += Math.abs(gradient[index]!);
  return sum / gradient.length;
}

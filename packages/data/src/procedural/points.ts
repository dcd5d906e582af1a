import { check, ndarray, RandomStream } from "@blockzoo/core";
import { arrayDataset, type Dataset } from "../dataset.js";

/**
 * Two interleaved half circles, the set of scikit-learn's `make_moons` without its shuffling: `x` float32[n,2], `y`
 * int32[n]; the first half of the samples is the upper moon, class 0.
 *
 * @param options the number of points; the standard deviation of the noise on both coordinates, 0 by default; the seed
 */
export function moons({ count, noise = 0, seed = 0 }: { count: number; noise?: number; seed?: number }): Dataset {
  check(Number.isInteger(count) && count >= 2, () => `moons: count must be an integer from 2, found ${count}`);
  const stream = new RandomStream(seed, "moons");
  const points = new Float32Array(2 * count);
  const classes = new Int32Array(count);
  const upper = Math.floor(count / 2);
  for (let sample = 0; sample < count; sample++) {
    const lower = sample >= upper;
    const [rank, members] = lower ? [sample - upper, count - upper] : [sample, upper];
    const angle = members === 1 ? 0 : (Math.PI * rank) / (members - 1);
    const x = lower ? 1 - Math.cos(angle) : Math.cos(angle);
    const y = lower ? 0.5 - Math.sin(angle) : Math.sin(angle);
    points[2 * sample] = x + stream.normal(0, noise);
    points[2 * sample + 1] = y + stream.normal(0, noise);
    classes[sample] = lower ? 1 : 0;
  }
  return arrayDataset({ name: "moons", arrays: { x: ndarray(points, [count, 2]), y: ndarray(classes) } });
}

/** The four points of exclusive or, which no linear model separates: `x` float32[4,2], `y` int32[4]. */
export function xor(): Dataset {
  return arrayDataset({
    name: "xor",
    arrays: {
      x: ndarray([
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]),
      y: ndarray([0, 1, 1, 0], [4], "int32"),
    },
  });
}

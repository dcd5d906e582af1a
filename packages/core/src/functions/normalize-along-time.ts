import { check } from "../errors.js";
import { add, div, maximum, mul, sqrt, square, sub } from "../ops/elementwise.js";
import { reduceSum } from "../ops/reduce.js";
import { reshape } from "../ops/shape.js";
import { describeType, type Tensor } from "../tensor.js";
import { lengthMask } from "./length-mask.js";

/**
 * Each sequence and channel less its mean over time, divided by its standard deviation. Padding counts for nothing and
 * becomes 0.
 *
 * Formula: `y[n, t, c] = (x[n, t, c] - mean_t) / √(variance_t + 1e-5)` over the steps that are real, the variance divided by
 * their number
 *
 * Shapes: x `[N, T, C]` and lengths int32 `[N]` give `[N, T, C]`
 *
 * Reference: Viikki & Laurila 1998, "Cepstral domain segmental feature vector normalization for noise robust speech
 * recognition", Speech Communication 25.
 *
 * Useful for: filter banks, which then do not tell how loud a recording is and what its microphone does to it.
 *
 * @example normalizeAlongTime(logMelFilterBanks(samples, sound), lengthsAfter(lengths, framesOf(sound)))
 */
export function normalizeAlongTime(x: Tensor, lengths: Tensor): Tensor {
  check(x.rank === 3, () => `normalizeAlongTime expects sequences [N, T, C], got ${describeType(x)}`);
  const [samples, steps] = [x.shape[0]!, x.shape[1]!];
  const mask = reshape(lengthMask(lengths, steps), [samples, steps, 1]);
  const over = { axes: [1], keepDimensions: true };
  // A sequence without a step has a mean of 0.
  const count = maximum(reduceSum(mask, over), 1);
  const mean = div(reduceSum(mul(x, mask), over), count);
  const centred = mul(sub(x, mean), mask);
  const variance = div(reduceSum(square(centred), over), count);
  return div(centred, sqrt(add(variance, 1e-5)));
}

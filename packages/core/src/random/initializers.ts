/**
 * How parameters get their first values.
 *
 * The scaled ones use PyTorch's rule for the fans of a weight of shape `[out, in, ...kernel]`:
 * `fanIn = in * prod(kernel)` and `fanOut = out * prod(kernel)`.
 */
import { sameShape } from "../dimensions.js";
import { BlockzooError } from "../errors.js";
import { ndarray, sizeOf, type NDArray } from "../ndarray.js";
import type { RandomStream } from "./random-stream.js";

/**
 * Makes the float32 values of a parameter from its shape and the stream that its path keys: a new array each time, which is
 * the state's own from then on.
 */
export type Initializer = (shape: readonly number[], stream: RandomStream) => NDArray;

/** Which fan keeps its variance: that of the activations (`fanIn`) or that of the gradients (`fanOut`). */
export type FanMode = "fanIn" | "fanOut";

/** All zeros. */
export function zeros(): Initializer {
  return constant(0);
}

/** All ones. */
export function ones(): Initializer {
  return constant(1);
}

/** Every element is `value`. */
export function constant(value: number): Initializer {
  return (shape) => ndarray(new Float32Array(sizeOf(shape)).fill(value), shape);
}

/** A copy of fixed values; it is an error when the parameter has another shape. */
export function values(array: NDArray): Initializer {
  return (shape) => {
    if (sameShape(array.shape, shape)) return { ...array, data: array.data.slice() };
    throw new BlockzooError(`values: the parameter has shape [${shape}], the given values have [${array.shape}]`);
  };
}

/** `U(-bound, bound)`. */
export function uniform({ bound }: { bound: number }): Initializer {
  return (shape, stream) => ndarray(stream.fillUniform(new Float32Array(sizeOf(shape)), -bound, bound), shape);
}

/** `N(mean, deviation^2)`; the mean is 0 by default. */
export function normal({ deviation, mean = 0 }: { deviation: number; mean?: number }): Initializer {
  return (shape, stream) => ndarray(stream.fillNormal(new Float32Array(sizeOf(shape)), mean, deviation), shape);
}

/**
 * `U(-a, a)` with `a = gain * sqrt(6 / (fanIn + fanOut))`; the gain is 1 by default, 5/3 suits tanh.
 *
 * X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010, equation 16.
 */
export function xavierUniform({ gain = 1 }: { gain?: number } = {}): Initializer {
  return (shape, stream) => uniform({ bound: Math.sqrt(3) * xavierDeviation(shape, gain) })(shape, stream);
}

/** `N(0, s^2)` with `s = gain * sqrt(2 / (fanIn + fanOut))`: {@link xavierUniform} with normal numbers. */
export function xavierNormal({ gain = 1 }: { gain?: number } = {}): Initializer {
  return (shape, stream) => normal({ deviation: xavierDeviation(shape, gain) })(shape, stream);
}

/**
 * `U(-a, a)` with `a = gain * sqrt(3 / fan)`; the mode is `fanIn` and the gain sqrt(2), which suits ReLU, by default.
 *
 * K. He, X. Zhang, S. Ren, J. Sun, "Delving Deep into Rectifiers", 2015, section 2.2.
 */
export function kaimingUniform({
  mode = "fanIn",
  gain = Math.SQRT2,
}: { mode?: FanMode; gain?: number } = {}): Initializer {
  return (shape, stream) => uniform({ bound: (gain * Math.sqrt(3)) / Math.sqrt(fans(shape)[mode]) })(shape, stream);
}

/** `N(0, s^2)` with `s = gain / sqrt(fan)`: {@link kaimingUniform} with normal numbers, equation 10 of the paper. */
export function kaimingNormal({
  mode = "fanIn",
  gain = Math.SQRT2,
}: { mode?: FanMode; gain?: number } = {}): Initializer {
  return (shape, stream) => normal({ deviation: gain / Math.sqrt(fans(shape)[mode]) })(shape, stream);
}

/**
 * `U(-a, a)` with `a = 1 / sqrt(fanIn)`, PyTorch's default for the weights of linear layers and convolutions (there
 * written as `kaiming_uniform_(a=sqrt(5))`). Their biases take `uniform({ bound: 1 / sqrt(fanIn) })` of the weight's fan.
 */
export function fanInUniform(): Initializer {
  return (shape, stream) => uniform({ bound: 1 / Math.sqrt(fans(shape).fanIn) })(shape, stream);
}

/** The fans of a weight of shape `[out, in, ...kernel]`; it is an error when there are fewer than two axes. */
export function fans(shape: readonly number[]): Record<FanMode, number> {
  const [outputs, inputs, ...kernel] = shape;
  if (outputs === undefined || inputs === undefined) {
    throw new BlockzooError(
      `fans need a weight of shape [out, in, ...kernel], found [${shape}]: use uniform or normal for vectors and scalars`,
    );
  }
  const taps = sizeOf(kernel);
  return { fanIn: inputs * taps, fanOut: outputs * taps };
}

function xavierDeviation(shape: readonly number[], gain: number): number {
  const { fanIn, fanOut } = fans(shape);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

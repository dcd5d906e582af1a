import {
  add,
  cast,
  customGradient,
  less,
  mul,
  ndarray,
  random,
  sigmoid,
  sizeOf,
  softplus,
  square,
  sub,
  type NDArray,
  type RandomStream,
  type Tensor,
  type TensorLike,
} from "@blockzoo/core";

/** What a unit of a Boltzmann machine can be: 0 or 1, or any number, with variance 1. */
export type UnitKind = "bernoulli" | "gaussian";

/**
 * What a kind of units contributes to the energy of a machine, and what follows from it. `input` is what the units of the other
 * layer send, `h Wᵀ` or `v W`; all shapes are [..., units].
 */
export interface UnitRules {
  /** What drives a sample: uniform numbers of [0, 1) or standard normal ones. */
  readonly noise: "uniform" | "normal";
  /** The energy of the units alone, each by itself. */
  energy(state: TensorLike, bias: TensorLike): Tensor;
  /** The expected state: a probability, or the mean of a normal distribution. */
  mean(input: TensorLike, bias: TensorLike): Tensor;
  /** A state with this mean. */
  sample(mean: TensorLike, noise: TensorLike): Tensor;
  /** `log Σ_s exp(s · input - energy(s))` over all states of each unit, an integral where they are numbers. */
  summedOut(input: TensorLike, bias: TensorLike): Tensor;
}

export const unitRules: Readonly<Record<UnitKind, UnitRules>> = {
  // -s b
  bernoulli: {
    noise: "uniform",
    energy: (state, bias) => mul(mul(state, bias), -1),
    mean: (input, bias) => sigmoid(add(input, bias)),
    // P(noise < p) = p
    sample: (mean, noise) => cast(less(noise, mean), "float32"),
    summedOut: (input, bias) => summedOutBits(add(input, bias)),
  },
  // (s - b)² / 2
  gaussian: {
    noise: "normal",
    energy: (state, bias) => mul(square(sub(state, bias)), 0.5),
    mean: (input, bias) => add(input, bias),
    sample: (mean, noise) => add(mean, noise),
    summedOut: (input, bias) => add(mul(input, add(bias, mul(input, 0.5))), Math.log(2 * Math.PI) / 2),
  },
};

/** log(1 + exp x), whose derivative is the mean of the unit: the statistic of the positive or the negative phase, which is known. */
function summedOutBits(x: Tensor): Tensor {
  const [y] = customGradient(
    [x],
    ([input]) => [softplus(input!)],
    ([dy], [input]) => [mul(dy!, sigmoid(input!))],
  );
  return y!;
}

/** Inside a training step: numbers that drive samples of units, drawn for each step from the seed of the run. */
export function drawNoise(kind: UnitKind, shape: readonly number[]): Tensor {
  return random[unitRules[kind].noise](shape);
}

/** The same on the host, from a stream. */
export function noiseFrom(stream: RandomStream, kind: UnitKind, shape: readonly number[]): NDArray {
  const values = new Float32Array(sizeOf(shape));
  const { noise } = unitRules[kind];
  return ndarray(noise === "uniform" ? stream.fillUniform(values) : stream.fillNormal(values), shape);
}

/** States of units that know nothing of each other: coins that are tossed, or normal numbers. */
export function randomStates(stream: RandomStream, kind: UnitKind, shape: readonly number[]): NDArray {
  const noise = noiseFrom(stream, kind, shape);
  return kind === "bernoulli" ? { ...noise, data: noise.data.map(Math.round) } : noise;
}

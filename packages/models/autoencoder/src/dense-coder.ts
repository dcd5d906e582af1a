import {
  check,
  flatten,
  kaimingUniform,
  Linear,
  relu,
  reshape,
  Sequential,
  sigmoid,
  xavierUniform,
  zeros,
  type Initializer,
  type Stage,
  type Tensor,
} from "@blockzoo/core";
import type { Coder } from "./autoencoder.js";
import { TiedLinear } from "./tied-linear.js";

/** What follows each layer but the code and the last one. */
export type HiddenUnits = "logistic" | "relu" | "linear";

export interface DenseCoderOptions {
  /** Channels, height and width of the images. */
  readonly image: readonly [number, number, number];
  /** Neurons of each layer of the encoder; the last ones are the code. The decoder mirrors them. */
  readonly widths: readonly number[];
  /** Default `"relu"`. */
  readonly hidden?: HiddenUnits;
  /** What follows the code layer. Default `"linear"`. */
  readonly code?: HiddenUnits;
  /** The decoder has the encoder's matrices, transposed. Default false. */
  readonly tied?: boolean;
}

const activations: Readonly<Record<HiddenUnits, Stage | undefined>> = { logistic: sigmoid, relu, linear: undefined };

/** First weights that keep the scale of values: He et al. 2015 for ReLU, Glorot & Bengio 2010 for the others. */
const initializers: Readonly<Record<HiddenUnits, Initializer>> = {
  logistic: xavierUniform(),
  relu: kaimingUniform(),
  linear: xavierUniform(),
};

/**
 * An encoder of dense layers, `fc1`, `fc2`, ..., and a decoder that mirrors it, whose layers have the numbers of those that they
 * undo: `fc1` is its last.
 *
 * @throws BlockzooError where there is no width
 * @example denseCoder({ image: [1, 28, 28], widths: [1000, 500, 250, 30], hidden: "logistic" })   // Hinton & Salakhutdinov 2006
 */
export function denseCoder({
  image,
  widths,
  hidden = "relu",
  code = "linear",
  tied = false,
}: DenseCoderOptions): Coder {
  check(widths.length > 0, () => "an autoencoder needs the width of its code at least, got no widths");
  const pixels = image.reduce((product, size) => product * size, 1);
  const dense = (inputs: number, outputs: number, units: HiddenUnits) =>
    new Linear(inputs, outputs, { initializer: initializers[units], biasInitializer: zeros() });
  const layers = widths.map((width, index) => {
    const units = index === widths.length - 1 ? code : hidden;
    const inputs = widths[index - 1] ?? pixels;
    const down = dense(inputs, width, units);
    const up = tied ? new TiedLinear(down) : dense(width, inputs, index === 0 ? "linear" : hidden);
    return { name: `fc${index + 1}`, down, up, units };
  });
  const encoder = layers.flatMap(({ name, down, units }) => [[name, down] as const, ...activation(name, units)]);
  // From the image on, as the encoder; it is turned around below.
  const decoder = layers.flatMap(({ name, up }, index) => [
    ...(index === 0 ? [] : activation(name, hidden)),
    [name, up] as const,
  ]);
  return {
    encoder: new Sequential({ flatten, ...Object.fromEntries(encoder) }),
    decoder: new Sequential({
      ...Object.fromEntries(decoder.toReversed()),
      image: (x: Tensor) => reshape(x, [x.shape[0]!, ...image]),
    }),
  };
}

function activation(name: string, units: HiddenUnits): (readonly [string, Stage])[] {
  const stage = activations[units];
  return stage === undefined ? [] : [[`${name}-${units}`, stage]];
}

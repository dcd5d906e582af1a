import {
  check,
  Conv2d,
  flatten,
  kaimingUniform,
  Linear,
  relu,
  reshape,
  Sequential,
  Upsample,
  xavierUniform,
  zeros,
  type Stage,
  type Tensor,
} from "@blockzoo/core";
import type { Coder } from "./autoencoder.js";

export interface ConvolutionalCoderOptions {
  /** Channels, height and width of the images; each stage halves the sizes, so they must be divisible by two as often. */
  readonly image: readonly [number, number, number];
  /** Channels of the encoder's convolutions, from the image on. The decoder mirrors them. */
  readonly channels: readonly number[];
  /** Length of the code. */
  readonly units: number;
}

const initializer = kaimingUniform();
const biasInitializer = zeros();

/**
 * An encoder of 3x3 convolutions with stride 2, each followed by a ReLU, and a dense layer to the code; a decoder that resizes its
 * maps to twice the size (nearest) and then convolves, since transposed convolutions with stride 2 leave a checkerboard (A. Odena,
 * V. Dumoulin, C. Olah, "Deconvolution and Checkerboard Artifacts", Distill, 2016).
 *
 * @throws BlockzooError where a stage would halve an odd size
 * @example convolutionalCoder({ image: [1, 28, 28], channels: [16, 32], units: 30 })
 */
export function convolutionalCoder({ image, channels, units }: ConvolutionalCoderOptions): Coder {
  const [depth, height, width] = image;
  const factor = 2 ** channels.length;
  check(
    height % factor === 0 && width % factor === 0,
    () => `${channels.length} stages halve height and width as often, which ${height} x ${width} pixels do not allow`,
  );
  const maps = [channels.at(-1) ?? depth, height / factor, width / factor] as const;
  const values = maps[0] * maps[1] * maps[2];
  const stages = channels.map((outputs, index) => ({
    name: `conv${index + 1}`,
    outputs,
    inputs: channels[index - 1] ?? depth,
  }));
  const down = stages.flatMap(({ name, inputs, outputs }): [string, Stage][] => [
    [name, new Conv2d(inputs, outputs, 3, { stride: 2, padding: 1, initializer })],
    [`${name}-relu`, relu],
  ]);
  const up = stages.toReversed().flatMap(({ name, inputs, outputs }): [string, Stage][] => [
    [`${name}-relu`, relu],
    [`${name}-upsample`, new Upsample({ factor: 2 })],
    [name, new Conv2d(outputs, inputs, 3, { padding: 1, initializer })],
  ]);
  return {
    encoder: new Sequential({
      ...Object.fromEntries(down),
      flatten,
      fc: new Linear(values, units, { initializer: xavierUniform(), biasInitializer }),
    }),
    decoder: new Sequential({
      fc: new Linear(units, values, { initializer, biasInitializer }),
      maps: (x: Tensor) => reshape(x, [x.shape[0]!, ...maps]),
      ...Object.fromEntries(up),
    }),
  };
}

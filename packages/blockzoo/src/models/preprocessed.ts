import {
  div,
  float32,
  pad,
  reshape,
  sub,
  tensor,
  ndarray,
  type Block,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import type { ImagePreprocessing, Preprocessing } from "@blockzoo/family";

/** A network that takes raw values: what its input is then, and what it does to them first. */
export interface RawInput {
  readonly type: TensorType;
  readonly prepare: (raw: Tensor) => Tensor;
}

/**
 * The preprocessing of trained weights as a part of the graph. Images come at their final size, as pixels of 0 to 255
 * [N, C, H, W]; resizing, and finding out which tone is the ground, stay outside.
 *
 * @param type what the network itself takes
 */
export function rawInput(preprocessing: Preprocessing, type: TensorType): RawInput {
  if (preprocessing.kind === "image") return rawImage(preprocessing);
  const { columns, mean, deviation } = preprocessing;
  const row = (values: readonly number[]) => tensor(ndarray(values, [1, columns.length]));
  return {
    type: float32("N", columns.length),
    prepare: (raw) => reshape(div(sub(raw, row(mean)), row(deviation)), type.shape),
  };
}

function rawImage({ channels, resize, pad: border = 0, mean, deviation }: ImagePreprocessing): RawInput {
  const channel = (values: readonly number[]) => tensor(ndarray(values, [channels, 1, 1]));
  const around = [0, 0, border, border].map((size) => [size, size] as const);
  return {
    type: float32("N", channels, ...resize),
    prepare: (raw) => div(sub(pad(div(raw, 255), around), channel(mean)), channel(deviation)),
  };
}

/** The network behind its preprocessing, as a function that can be traced. */
export function withPreprocessing(block: Block, { prepare }: RawInput): (raw: Tensor) => Tensor {
  return (raw) => (block.forward as (x: Tensor) => Tensor)(prepare(raw));
}

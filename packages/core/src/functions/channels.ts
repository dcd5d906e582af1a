import { numeric, product } from "../dimensions.js";
import { composite } from "../graph/composite.js";
import { mul } from "../ops/elementwise.js";
import { reduceSum } from "../ops/reduce.js";
import type { Tensor } from "../tensor.js";

/** The axes that batch normalisation averages over: all but axis 1, that of the channels. */
export function axesOfChannels(x: Tensor): number[] {
  return x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
}

/** How many values of a batch each channel has; all sizes must be numbers, as they are in training. */
export function valuesPerChannel(x: Tensor): number {
  const sizes = axesOfChannels(x).map((axis) => x.shape[axis]!);
  return numeric(product(sizes), "batch normalisation in training");
}

const channelProductComposite = composite("channelProduct", ([a, b]) =>
  reduceSum(mul(a!, b!), { axes: axesOfChannels(a!) }),
);

/** The sums of `a b` over batch and space, one for each channel: [N, C, ...] twice to [C]. Composite "channelProduct". */
export function channelProduct(a: Tensor, b: Tensor): Tensor {
  return channelProductComposite([a, b], {});
}

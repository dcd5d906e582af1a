import { check, type NDArray } from "@blockzoo/core";
import type { LayerWeights } from "./losses.js";

/** What images gave in some layers, by name. */
export type ArraysOfLayers = Readonly<Record<string, NDArray>>;

/**
 * Weights for `styleLoss` with which each layer counts for what it is said to, whatever the scale of its maps: that of a layer is
 * divided by its loss for a picture without any style, G = 0. With all weights of 1 the loss of such a picture is 1.
 *
 * @param wanted the Gram matrices [1, C, C] of the style image
 */
export function relativeStyleWeights(wanted: ArraysOfLayers, layers: LayerWeights): LayerWeights {
  return relative(layers, (layer) => 0.25 * sumOfSquares(wanted[layer]!.data));
}

/**
 * The same for `contentLoss`: the weight of a layer is divided by its loss for a picture without any content, whose maps are flat, each
 * at its mean.
 *
 * @param wanted the maps [1, C, H, W] of the content image
 */
export function relativeContentWeights(wanted: ArraysOfLayers, layers: LayerWeights): LayerWeights {
  return relative(layers, (layer) => {
    const { data, shape } = wanted[layer]!;
    const [, channels] = shape as [number, number, number, number];
    const places = data.length / channels;
    let spread = 0;
    for (let channel = 0; channel < channels; channel++) {
      const map = Float64Array.from(data.subarray(channel * places, (channel + 1) * places));
      const mean = map.reduce((sum, value) => sum + value, 0) / places;
      spread += sumOfSquares(map.map((value) => value - mean));
    }
    return (0.5 * spread) / data.length;
  });
}

function relative(layers: LayerWeights, lossWithout: (layer: string) => number): LayerWeights {
  const total = Object.values(layers).reduce((sum, weight) => sum + weight, 0);
  check(total > 0, () => "the weights of layers must have a sum above 0");
  const entries = Object.entries(layers).map(([layer, weight]): [string, number] => {
    const scale = lossWithout(layer);
    // A layer that sees nothing in the image, as in one of a single colour, has nothing to compare.
    return [layer, scale > 0 ? weight / total / scale : 0];
  });
  return Object.fromEntries(entries);
}

function sumOfSquares(values: NDArray["data"]): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

/**
 * Networks that learn from what another network, the trunk, sees in their pictures: the parts that recipes of textures and of
 * stylists have in common.
 *
 * All losses are relative. Of a layer's Gram matrices G and A, of a picture and of the style, `Σ (G - A)² / Σ A²`, and the mean
 * over layers: 1 for a picture in which the trunk sees nothing. Of content maps F and P, `mean (F - P)² / variance of P`: 1 for
 * pictures that are the same all over.
 */
import {
  add,
  averagePool,
  div,
  freeze,
  initialize,
  ndarray,
  reduceMean,
  square,
  sub,
  tensor,
  type Backend,
  type Block,
  type Feeds,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { contentLoss, gramMatrices, styleLoss, type LayerWeights, type OfLayers } from "../src/losses.js";
import { relativeStyleWeights, type ArraysOfLayers } from "../src/relative-weights.js";
import { compute } from "../src/optimization/compute.js";
import type { Trunk } from "../src/trunk.js";
import type { Eye } from "./eye.js";

/**
 * Where styles are compared, and how much each layer counts: deeper ones see strokes, the first no more than dots. `pixels` is the
 * picture itself, without the mean colour of the style: how its colours go together, which the trunk does not see well.
 */
export const styleLayers: LayerWeights = {
  pixels: 1,
  relu1_1: 0.5,
  relu1_2: 0.5,
  relu2_1: 0.7,
  relu2_2: 1,
  relu3_1: 2,
  relu3_2: 2,
  relu4_1: 1,
};
const layersOfTrunk = Object.keys(styleLayers).filter((layer) => layer !== "pixels");

/** Where contents are compared. */
export const contentLayer = "relu2_2";

/** How many times smaller pictures are compared too: the trunk sees no farther than some forty pixels. */
export const sizesCompared = [1, 2, 4] as const;

/** A network that learns, and the trunk that looks at its pictures, which stays as it is. */
export type Watched<Network extends Block> = { readonly network: Network; readonly trunk: Trunk };

export function watched<Network extends Block>(network: Network, { trunk }: Eye): Watched<Network> {
  return { network, trunk: freeze(trunk) };
}

/** First weights: the trunk's, and drawn ones of the network. */
export function firstWeights(model: Watched<Block>, { weights }: Eye, seed: number): StateDict {
  return new Map([...initialize(model, { seed }), ...prefixed("trunk.", weights)]);
}

/** The weights of the network, without the trunk's. */
export function networkWeights(weights: StateDict): StateDict {
  const start = "network.";
  const own = [...weights].filter(([name]) => name.startsWith(start));
  return new Map(own.map(([name, value]) => [name.slice(start.length), value]));
}

/** What `look` makes of inputs with given weights of the network. */
export async function lookAt<Network extends Block, Name extends string>(
  model: Watched<Network>,
  { eye, weights, backend, inputs }: { eye: Eye; weights: StateDict; backend: Backend; inputs: Feeds },
  look: (inputs: Readonly<Record<string, Tensor>>) => Readonly<Record<Name, Tensor>>,
): Promise<Readonly<Record<Name, NDArray>>> {
  const all = new Map([...prefixed("network.", weights), ...prefixed("trunk.", eye.weights)]);
  return compute(look, inputs, { backend, model, weights: all });
}

function prefixed(prefix: string, weights: StateDict): [string, NDArray][] {
  return [...weights].map(([name, value]) => [`${prefix}${name}`, value]);
}

/** A style as the trunk sees it in an image, and in smaller ones of it. */
export type Style = readonly StyleOfSize[];

interface StyleOfSize {
  /** How many times smaller the image is. */
  readonly times: number;
  /** Its mean colour, [3, 1, 1]. */
  readonly colour: NDArray;
  /** Gram matrices [1, C, C]. */
  readonly matrices: ArraysOfLayers;
  /** How much each layer counts, so that the loss is relative. */
  readonly layers: LayerWeights;
}

/** What the trunk sees in a style image [1, 3, H, W]. */
export async function styleOf(image: NDArray, { trunk, weights }: Eye, backend: Backend): Promise<Style> {
  const colour = meanColour(image);
  const sizes = sizesCompared.map(async (times): Promise<StyleOfSize> => {
    const look = ({ x }: Readonly<Record<string, Tensor>>) => gramMatrices(seen(x!, trunk, { times, colour }));
    const matrices = await compute(look, { x: image }, { backend, model: trunk, weights });
    return { times, colour, matrices, layers: relativeStyleWeights(matrices, styleLayers) };
  });
  return Promise.all(sizes);
}

/** How far pictures [N, 3, H, W] are from a style: a scalar, the mean over samples and sizes. */
export function relativeStyleLoss(pictures: Tensor, trunk: Trunk, style: Style): Tensor {
  const losses = style.map(({ matrices, layers, ...size }) => {
    const wanted = Object.fromEntries(Object.entries(matrices).map(([layer, matrix]) => [layer, tensor(matrix)]));
    return styleLoss(seen(pictures, trunk, size), wanted, layers);
  });
  return div(
    losses.reduce((sum, loss) => add(sum, loss)),
    losses.length,
  );
}

/** The layers in which styles are compared, of pictures made smaller. */
function seen(pictures: Tensor, trunk: Trunk, { times, colour }: Pick<StyleOfSize, "times" | "colour">): OfLayers {
  const smaller = times === 1 ? pictures : averagePool(pictures, { kernel: times });
  return { pixels: sub(smaller, tensor(colour)), ...trunk.forward(smaller, layersOfTrunk) };
}

function meanColour({ data }: NDArray): NDArray {
  const pixels = data.length / 3;
  const means = [0, 1, 2].map((channel) => {
    const plane = data.subarray(channel * pixels, (channel + 1) * pixels);
    return Array.from(plane).reduce((sum, value) => sum + value) / pixels;
  });
  return ndarray(means, [3, 1, 1]);
}

/** What the trunk sees of the content of images [N, 3, H, W] in the mean: the variance of its maps. */
export async function contentOf(images: NDArray, { trunk, weights }: Eye, backend: Backend): Promise<number> {
  const look = ({ x }: Readonly<Record<string, Tensor>>) => {
    const P = trunk.forward(x!, [contentLayer])[contentLayer]!;
    return reduceMean(square(sub(P, reduceMean(P, { axes: [2, 3], keepDimensions: true }))));
  };
  const { output } = await compute(look, { x: images }, { backend, model: trunk, weights });
  return output!.data[0]!;
}

/**
 * How far pictures are from the content of others: a scalar, the mean over samples.
 *
 * @param variance of the maps of many such pictures, not of each: of an empty sky nothing but noise would be left to divide by
 */
export function relativeContentLoss(pictures: Tensor, trunk: Trunk, contents: Tensor, variance: number): Tensor {
  const [found, wanted] = [pictures, contents].map((each) => trunk.forward(each, [contentLayer])) as [
    OfLayers,
    OfLayers,
  ];
  // Twice, for the loss's half.
  return contentLoss(found, wanted, { [contentLayer]: 2 / variance });
}

/**
 * Networks that learn from what another network, the trunk, sees in their pictures: the parts that recipes of textures and of
 * stylists have in common.
 *
 * All losses are relative. Of a layer's Gram matrices G and A, of a picture and of the style, `Σ (G - A)² / Σ A²`, and the mean
 * over layers: 1 for a picture in which the trunk sees nothing. Of content maps F and P, `mean (F - P)² / variance of P`: 1 for
 * a picture that is the same all over.
 */
import {
  div,
  float32,
  freeze,
  initialize,
  mul,
  reduceMean,
  square,
  sub,
  tensor,
  trace,
  type Backend,
  type Block,
  type Feeds,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { contentLoss, gramMatrices, styleLoss, type LayerWeights, type OfLayers } from "../src/losses.js";
import { relativeStyleWeights, type ArraysOfLayers } from "../src/relative-weights.js";
import type { Trunk } from "../src/trunk.js";
import type { Eye } from "./eye.js";

/** Where styles are compared, and where contents are: relu3_2 keeps less of a photograph, relu2_2 more. */
export const styleLayers = ["relu1_1", "relu1_2", "relu2_1", "relu2_2", "relu3_1", "relu3_2", "relu4_1"] as const;
export const contentLayer = "relu2_2";

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
  const types = Object.entries(inputs).map(([name, { shape }]) => [name, float32(...shape)] as const);
  const graph = trace((given: Readonly<Record<string, Tensor>>) => look(given), Object.fromEntries(types), { model });
  const all = new Map([...prefixed("network.", weights), ...prefixed("trunk.", eye.weights)]);
  const executable = await backend.compile(graph, { weights: all });
  const { outputs } = await executable.run(inputs);
  executable.dispose();
  return outputs as Readonly<Record<Name, NDArray>>;
}

function prefixed(prefix: string, weights: StateDict): [string, NDArray][] {
  return [...weights].map(([name, value]) => [`${prefix}${name}`, value]);
}

/** The Gram matrices of a style image, and how much each layer counts so that the loss is relative. */
export interface Style {
  readonly matrices: ArraysOfLayers;
  readonly layers: LayerWeights;
}

/** What the trunk sees in a style image [1, 3, H, W]. */
export async function styleOf(image: NDArray, { trunk, weights }: Eye, backend: Backend): Promise<Style> {
  const look = ({ x }: { readonly x: Tensor }) => gramMatrices(trunk.forward(x, styleLayers));
  const executable = await backend.compile(trace(look, { x: float32(...image.shape) }, { model: trunk }), { weights });
  const { outputs: matrices } = await executable.run({ x: image });
  executable.dispose();
  return { matrices, layers: relativeStyleWeights(matrices, equalShares(styleLayers)) };
}

/** How far what the trunk sees is from a style: a scalar, the mean over samples. */
export function relativeStyleLoss(found: OfLayers, { matrices, layers }: Style): Tensor {
  const wanted = Object.fromEntries(Object.entries(matrices).map(([layer, matrix]) => [layer, tensor(matrix)]));
  return styleLoss(found, wanted, layers);
}

/** How far it is from the content of images: a scalar, the mean over samples. */
export function relativeContentLoss(found: OfLayers, wanted: OfLayers): Tensor {
  const P = wanted[contentLayer]!;
  const centred = sub(P, reduceMean(P, { axes: [2, 3], keepDimensions: true }));
  // Twice, for the loss's half.
  return mul(div(contentLoss(found, wanted, { [contentLayer]: 1 }), reduceMean(square(centred))), 2);
}

function equalShares(layers: readonly string[]): LayerWeights {
  return Object.fromEntries(layers.map((layer) => [layer, 1]));
}

import type { Feeds, NDArray } from "@blockzoo/core";
import { gramMatrices, type LayerWeights } from "../losses.js";
import type { ArraysOfLayers } from "../relative-weights.js";
import { compute } from "./compute.js";
import type { StylizeSettings } from "./stylize-options.js";

/** What a picture shall have: the maps of the content image, and the Gram matrices of the style image. */
export interface Targets {
  readonly content: ArraysOfLayers;
  readonly style: ArraysOfLayers;
}

/** Looks at both images once. */
export async function targetsOf(
  images: { readonly content: NDArray; readonly style: NDArray },
  { trunk, weights, layers, backend }: Pick<StylizeSettings, "trunk" | "weights" | "layers" | "backend">,
): Promise<Targets> {
  const outputs = await compute(
    (inputs) => ({
      content: trunk.forward(inputs["content"]!, Object.keys(layers.content)),
      style: gramMatrices(trunk.forward(inputs["style"]!, Object.keys(layers.style))),
    }),
    images,
    { backend, model: trunk, weights },
  );
  return {
    content: layersOf("content", outputs, layers.content),
    style: layersOf("style", outputs, layers.style),
  };
}

/** Targets as inputs of one graph. */
export function feedsOf({ content, style }: Targets): Feeds {
  const named = (prefix: string, layers: ArraysOfLayers) =>
    Object.entries(layers).map(([layer, value]) => [`${prefix}.${layer}`, value] as const);
  return Object.fromEntries([...named("content", content), ...named("style", style)]);
}

/** The layers of one kind, among values that are named as those inputs are. */
export function layersOf<T>(
  kind: keyof Targets,
  values: Readonly<Record<string, T>>,
  layers: LayerWeights,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.keys(layers).map((layer) => [layer, values[`${kind}.${layer}`]!]));
}

import { float32, trace, type Backend, type Feeds, type NDArray, type StateDict } from "@blockzoo/core";
import { gramMatrices } from "../losses.js";
import type { ArraysOfLayers } from "../relative-weights.js";
import type { ComparedLayers, Trunk } from "../trunk.js";

/** What a picture shall have: the maps of the content image, and the Gram matrices of the style image. */
export interface Targets {
  readonly content: ArraysOfLayers;
  readonly style: ArraysOfLayers;
}

interface TargetOptions {
  readonly trunk: Trunk;
  readonly weights: StateDict;
  readonly layers: ComparedLayers;
  readonly backend: Backend;
}

/** Looks at both images once. */
export async function targetsOf(content: NDArray, style: NDArray, options: TargetOptions): Promise<Targets> {
  const { trunk, weights, layers, backend } = options;
  const graph = trace(
    (images) => ({
      content: trunk.forward(images.content, Object.keys(layers.content)),
      style: gramMatrices(trunk.forward(images.style, Object.keys(layers.style))),
    }),
    { content: float32(...(content.shape as number[])), style: float32(...(style.shape as number[])) },
    { model: trunk },
  );
  const executable = await backend.compile(graph, { weights });
  try {
    const { outputs } = await executable.run({ content, style });
    const under = (prefix: string) =>
      Object.fromEntries(
        Object.entries(outputs).flatMap(([name, value]) =>
          name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
        ),
      );
    return { content: under("content."), style: under("style.") };
  } finally {
    executable.dispose();
  }
}

/** Targets as inputs of one graph. */
export function feedsOf({ content, style }: Targets): Feeds {
  const named = (prefix: string, layers: ArraysOfLayers) =>
    Object.entries(layers).map(([layer, value]) => [`${prefix}.${layer}`, value] as const);
  return Object.fromEntries([...named("content", content), ...named("style", style)]);
}

/** The layers of one kind among the tensors of those inputs. */
export function layersOf<T>(
  kind: keyof Targets,
  tensors: Readonly<Record<string, T>>,
  layers: object,
): Record<string, T> {
  return Object.fromEntries(Object.keys(layers).map((layer) => [layer, tensors[`${kind}.${layer}`]!]));
}

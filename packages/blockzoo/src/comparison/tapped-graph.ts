import {
  callMethod,
  currentBuilder,
  isTensor,
  trace,
  type Block,
  type Graph,
  type InputTypes,
  type Tensor,
} from "@blockzoo/core";

/** One output of one call of a block. */
export interface Tap {
  /** What the graph calls it. */
  readonly output: string;
  /** The path of the block, `""` for the network itself. */
  readonly path: string;
  /** The name of its class. */
  readonly type: string;
}

export interface TappedGraph {
  readonly graph: Graph;
  /** In the order in which calls returned: a block's own output stands behind those of the blocks in it. */
  readonly taps: readonly Tap[];
}

/**
 * The graph of a network in eval mode whose outputs are those of every call of every block. What blocks inside the step of a
 * `scan` return does not exist outside of it and is left out.
 */
export function tappedGraph(
  block: Block,
  { method, inputs: types, name }: { readonly method: string; readonly inputs: InputTypes; readonly name: string },
): TappedGraph {
  const taps: Tap[] = [];
  const graph = trace(
    // What the inputs are nested in is the network's own business.
    (inputs: object) => {
      const builder = currentBuilder("compare");
      const outputs: Record<string, Tensor> = {};
      const calls = new Map<string, number>();
      builder.taps.push((path, output) => {
        if (currentBuilder("compare") !== builder) return;
        const call = (calls.get(path) ?? 0) + 1;
        calls.set(path, call);
        for (const [part, tensor] of tensorsIn(output)) {
          const place = [path, part].filter((each) => each !== "").join(".") || "output";
          const key = call === 1 ? place : `${place}#${call}`;
          // A name of its own, whatever fields a block calls its parts.
          const unique = key in outputs ? `${key}@${taps.length}` : key;
          outputs[unique] = tensor;
          taps.push({ output: unique, path, type: typeOf(builder.paths, path) });
        }
      });
      callMethod(block, method, ...Object.values(inputs));
      return outputs;
    },
    types,
    { model: block, name },
  );
  return { graph, taps };
}

/** Every tensor that a block returned. */
function tensorsIn(value: unknown, path = ""): [string, Tensor][] {
  if (isTensor(value)) return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => tensorsIn(child, path === "" ? key : `${path}.${key}`));
}

function typeOf(paths: ReadonlyMap<object, string>, path: string): string {
  for (const [part, own] of paths) if (own === path && "forward" in part) return part.constructor.name;
  return "";
}

import {
  BlockzooError,
  features,
  flattenStructure,
  mapStructure,
  trace,
  type Backend,
  type Block,
  type Feeds,
  type InputTypes,
  type NDArray,
  type StateDict,
  type Structure,
} from "@blockzoo/core";
import { traceCalls } from "../tracing/block-calls.js";

export interface ActivationsOptions {
  /** Where the network runs. */
  readonly backend: Backend;
  /** Trained values. Default: the model's initial ones, from seed 0. */
  readonly weights?: StateDict;
  /** Paths of the blocks to look at. Default: all that have no blocks in them, in the order in which they are called. */
  readonly blocks?: readonly string[];
}

/**
 * Runs a network in eval mode and gives what chosen blocks made of the inputs, by block path; where a block returns
 * several tensors, each under its own name, such as `lstm.output`. Of a block that is called several times it is the last
 * call. What blocks inside the step of a `scan` return does not exist outside of it.
 *
 * @param inputs as `forward` takes them, by name; nested where it takes them nested
 * @throws BlockzooError where the inputs do not fit, or a block is not there or is not called
 * @example
 * const maps = await activationsOf(model, { image }, { backend, weights, blocks: ["conv1", "conv2"] });
 * await writeFile("maps.svg", featureMapsSvg(maps));
 */
export async function activationsOf(
  model: Block,
  inputs: Readonly<Record<string, Structure<NDArray>>>,
  options: ActivationsOptions,
): Promise<ReadonlyMap<string, NDArray>> {
  const { backend, weights } = options;
  const types = mapStructure(inputs, isArray, ({ dtype, shape }) => ({ dtype, shape })) as InputTypes;
  const blocks = options.blocks ?? innermost(model, types);
  if (blocks.length === 0) throw new BlockzooError("activationsOf: there is no block to look at");
  const graph = trace(features(model, blocks), types);
  const names = new Set(graph.state.map(({ name }) => name));
  const own = weights && new Map([...weights].filter(([name]) => names.has(name)));
  const executable = await backend.compile(graph, own && { weights: own });
  try {
    const feeds: Feeds = Object.fromEntries(flattenStructure(inputs, isArray));
    const { outputs } = await executable.run(feeds);
    return new Map(graph.outputs.map(({ name }) => [name, outputs[name]!]));
  } finally {
    executable.dispose();
  }
}

/** Blocks that are called outside of every scan and have no others in them. */
function innermost(model: Block, inputs: InputTypes): string[] {
  const { graph, calls } = traceCalls(model, { inputs });
  const outermost = graph.nodes[0]?.owner;
  const paths = [...new Set(calls.filter(({ owner }) => owner === outermost).map(({ path }) => path))];
  return paths.filter((path) => path !== "" && !calls.some((call) => call.path.startsWith(`${path}.`)));
}

function isArray(value: unknown): value is NDArray {
  return typeof value === "object" && value !== null && "data" in value && ArrayBuffer.isView(value.data);
}

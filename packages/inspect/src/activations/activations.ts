import { BlockzooError, features, trace, type Block, type InputTypes, type NDArray } from "@blockzoo/core";
import { traceCalls } from "../tracing/block-calls.js";
import { runGraph, typesOf, type NamedInputs, type RunGraphOptions } from "./run-graph.js";

export interface ActivationsOptions extends RunGraphOptions {
  /** Paths of the blocks to look at. Default: all that have no blocks in them, in the order in which they are called. */
  readonly blocks?: readonly string[];
}

/**
 * Runs a network in eval mode and gives what chosen blocks made of the inputs, by block path; where a block returns
 * several tensors, each under its own name, such as `lstm.output`. Of a block that is called several times it is the last
 * call. What blocks inside the step of a `scan` return does not exist outside of it; {@link gatesOf} looks into these.
 *
 * @param inputs as `forward` takes them, by name; nested where it takes them nested
 * @throws BlockzooError where the inputs do not fit, or a block is not there or is not called
 * @example
 * const maps = await activationsOf(model, { image }, { backend, weights, blocks: ["conv1", "conv2"] });
 * await writeFile("maps.svg", featureMapsSvg(maps));
 */
export async function activationsOf(
  model: Block,
  inputs: NamedInputs,
  options: ActivationsOptions,
): Promise<ReadonlyMap<string, NDArray>> {
  const types = typesOf(inputs);
  const blocks = options.blocks ?? innermost(model, types);
  if (blocks.length === 0) throw new BlockzooError("activationsOf: there is no block to look at");
  const graph = trace(features(model, blocks), types);
  const outputs = await runGraph(graph, inputs, options);
  return new Map(graph.outputs.map(({ name }) => [name, outputs[name]!]));
}

/** Blocks that are called outside of every scan and have no others in them. */
function innermost(model: Block, inputs: InputTypes): string[] {
  const { graph, calls } = traceCalls(model, { inputs });
  const outermost = graph.nodes[0]?.owner;
  const paths = [...new Set(calls.filter(({ owner }) => owner === outermost).map(({ path }) => path))];
  return paths.filter((path) => path !== "" && !calls.some((call) => call.path.startsWith(`${path}.`)));
}

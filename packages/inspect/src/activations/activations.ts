import { BlockzooError, eliminateDeadCode, type Block, type Named, type NDArray } from "@blockzoo/core";
import { neededBy } from "../tracing/needed-by.js";
import { traceCalls, type TracedModel } from "../tracing/block-calls.js";
import { functionCalls, type FunctionName } from "../tracing/function-calls.js";
import { regionOf } from "../tracing/regions.js";
import { runGraph, typesOf, type NamedInputs, type RunGraphOptions } from "./run-graph.js";

export interface ActivationsOptions extends RunGraphOptions {
  /** Paths of the blocks to look at. Default: all that have no blocks in them, in the order in which they are called. */
  readonly blocks?: readonly string[];
  /** Functions of blocks to look at, such as the activation behind a layer: `{ block: "", name: "relu", ordinal: 0 }`. */
  readonly functions?: readonly FunctionName[];
}

/**
 * Runs a network in eval mode and gives what chosen blocks made of the inputs, by block path; where a block returns
 * several tensors, each under its own name, such as `lstm.output`. Of a block that is called several times it is the last
 * call. What blocks inside the step of a `scan` return does not exist outside of it; {@link gatesOf} looks into these.
 * Only what these blocks need is computed.
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
  const { method } = options;
  const traced = traceCalls(model, { inputs: typesOf(inputs), ...(method !== undefined && { method }) });
  const { functions = [], blocks = functions.length > 0 ? [] : innermost(traced) } = options;
  const outputs = [
    ...blocks.flatMap((path) => outputsOf(traced, path)),
    ...functions.map((name) => outputOfFunction(traced, name)),
  ];
  if (outputs.length === 0) throw new BlockzooError("activationsOf: there is no block to look at");
  const graph = eliminateDeadCode({ ...traced.graph, outputs, probes: [] });
  const values = await runGraph(graph, inputs, options);
  return new Map(outputs.map(({ name }) => [name, values[name]!]));
}

/** What the last call of a block returned, outside of every scan. */
function outputsOf(traced: TracedModel, path: string): Named[] {
  const call = outermostCalls(traced).findLast((each) => each.path === path);
  if (call === undefined) {
    throw new BlockzooError(
      `activationsOf: the block "${path}" is not called by the model's forward, outside of loops`,
    );
  }
  return call.outputs.map(([name, tensor]) => ({ name: [path, name].filter(Boolean).join("."), tensor }));
}

/** What a function gave, outside of every scan: `relu`, and `layer1.0.relu 2` for the second of a block. */
function outputOfFunction({ graph }: TracedModel, { block, name, ordinal }: FunctionName): Named {
  const used = neededBy(
    graph.nodes,
    graph.outputs.map(({ tensor }) => tensor),
  );
  const found = [...functionCalls(used).values()].find(
    (call) => call.block === block && call.name === name && call.ordinal === ordinal,
  );
  const title = `${[block, name].filter(Boolean).join(".")}${ordinal > 0 ? ` ${ordinal + 1}` : ""}`;
  if (found === undefined) throw new BlockzooError(`activationsOf: there is no function ${title} outside of loops`);
  const last = found.nodes.at(-1)!;
  return { name: title, tensor: regionOf(last)?.outputs[0] ?? last.outputs[0]! };
}

/** Blocks that are called outside of every scan and have no others in them. */
function innermost(traced: TracedModel): string[] {
  const paths = [...new Set(outermostCalls(traced).map(({ path }) => path))];
  return paths.filter((path) => path !== "" && !traced.calls.some((call) => call.path.startsWith(`${path}.`)));
}

function outermostCalls({ graph, calls }: TracedModel): TracedModel["calls"] {
  const outermost = graph.nodes[0]?.owner;
  return calls.filter(({ owner }) => owner === outermost);
}

import type { Backend, Feeds, InputTypes, NDArray, StateDict, TensorType } from "@blockzoo/core";
import { graphDefinition, inferenceGraph, type Variant } from "@blockzoo/family";
import { activationsOf, gatesOf, type Trace } from "@blockzoo/inspect";

/** What is looked at: a block in one of the computations of a network, with what the network is given. */
export interface Look {
  readonly variant: Variant;
  readonly graph: string;
  readonly block: string;
  readonly inputs: Feeds;
  /** Without, the initial ones. */
  readonly weights: StateDict | undefined;
  readonly backend: Backend;
}

/** What a block made of the inputs. */
export interface LiveValues {
  /** What it returned, by name. */
  readonly outputs: ReadonlyMap<string, NDArray>;
  /** What happened in its loops, step by step; none where it has no loop. */
  readonly gates: readonly Trace[];
}

/** Runs a network up to a block. */
export async function liveValues({ variant, graph, block, inputs, weights, backend }: Look): Promise<LiveValues> {
  const model = variant.create();
  const given = inOrder(graphDefinition(variant, graph).input, inputs);
  const options = { backend, method: graph, ...(weights && { weights }) };
  const outputs = await activationsOf(model, given, { ...options, blocks: [block] });
  const isLoop = inferenceGraph(variant, { model, name: graph }).nodes.some(
    ({ op, path }) => op === "scan" && (block === "" || path === block || path.startsWith(`${block}.`)),
  );
  return { outputs, gates: isLoop ? await gatesOf(model, given, { ...options, block }) : [] };
}

/** Inputs are given by name, and a method takes them by place. */
function inOrder(types: InputTypes, inputs: Feeds): Feeds {
  return Object.fromEntries(
    Object.keys(types as Readonly<Record<string, TensorType>>).map((name) => [name, inputs[name]!]),
  );
}

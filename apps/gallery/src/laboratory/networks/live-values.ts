import type { Backend, Feeds, InputTypes, NDArray, StateDict, TensorType } from "@blockzoo/core";
import { graphDefinition, inferenceGraph, type Variant } from "@blockzoo/family";
import { activationsOf, gatesOf, type FunctionName, type Trace } from "@blockzoo/inspect";

/** A block, a function that it runs itself, or an input of the network, which is a block with the path `""`. */
export type LookedAt = { readonly block: string } & Partial<FunctionName> & { readonly input?: string };

/** One of the computations of a network, with what it is given. */
export interface Look {
  readonly variant: Variant;
  readonly graph: string;
  readonly what: LookedAt;
  readonly inputs: Feeds;
  /** Without, the initial ones. */
  readonly weights: StateDict | undefined;
  readonly backend: Backend;
}

/** What a block or a function made of the inputs. */
export interface LiveValues {
  /** What it returned, by name. */
  readonly outputs: ReadonlyMap<string, NDArray>;
  /** What happened in its loops, step by step; none where it has no loop. */
  readonly gates: readonly Trace[];
}

/** Runs a network up to a block, or a function. */
export async function liveValues({ variant, graph, what, inputs, weights, backend }: Look): Promise<LiveValues> {
  const model = variant.create();
  const given = inOrder(graphDefinition(variant, graph).input, inputs);
  const options = { backend, method: graph, ...(weights && { weights }) };
  const { block, name, ordinal, input } = what;
  if (input !== undefined) return { outputs: new Map([[input, inputs[input]!]]), gates: [] };
  if (name !== undefined && ordinal !== undefined) {
    const functions = [{ block, name, ordinal }];
    return { outputs: await activationsOf(model, given, { ...options, functions }), gates: [] };
  }
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

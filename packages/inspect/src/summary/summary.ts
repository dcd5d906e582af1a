import {
  Parameter,
  bodyOf,
  nodeCost,
  numericShape,
  sizeOf,
  stateOf,
  type Block,
  type DType,
  type Graph,
  type Mode,
  type Tensor,
} from "@blockzoo/core";
import { groupBy } from "../group-by.js";
import { isWithin, parentOf, traceCalls, type TracedModel, type TracingOptions } from "../tracing/block-calls.js";
import { withSizes } from "./input-sizes.js";

/** A tensor in a summary. Its name is its path in what a block takes or returns, `""` for a single tensor. */
export interface TensorSummary {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** One block of a model. Its numbers are its own, without those of the blocks in it, so that columns add up. */
export interface BlockSummary {
  /** The path in the model, `""` for the model itself. */
  readonly path: string;
  /** The name of its class. */
  readonly type: string;
  /** How many blocks are around it. */
  readonly depth: number;
  /** How often the forward pass calls it. */
  readonly calls: number;
  /** What its first call returned. */
  readonly outputs: readonly TensorSummary[];
  /** Values in the parameters that it holds; a shared parameter counts where it stands first. */
  readonly parameters: number;
  /** Those of them that are trained: none in a frozen block. */
  readonly trainable: number;
  /** Values in its buffers, such as running means. */
  readonly buffers: number;
  /** Multiply-accumulate operations of all its calls. */
  readonly macs: number;
  /**
   * Values that it makes and returns and no block in it does, over all its calls. What a function makes in between counts
   * as computed in place, and what the steps of a `scan` make as recomputed.
   */
  readonly activations: number;
  /** Four bytes each. */
  readonly activationBytes: number;
  /**
   * An estimate of what training takes for it, in bytes, at four a value: its parameters and buffers; for each trained
   * parameter its gradient and the slots of the update rule; every activation and its gradient.
   */
  readonly trainingBytes: number;
  /** Which part of the model's totals it is, from 0 to 1. */
  readonly shares: Readonly<Record<SharedColumn, number>>;
}

/** What a summary counts for each block and in total. */
type SharedColumn = "parameters" | "macs" | "activations" | "trainingBytes";

export interface SummaryTotals {
  readonly parameters: number;
  readonly trainable: number;
  readonly buffers: number;
  /** Multiply-accumulate operations of one forward pass. */
  readonly macs: number;
  /** Values of the inputs and of all blocks' activations. */
  readonly activations: number;
  /** Four bytes each. */
  readonly activationBytes: number;
  /**
   * An estimate of what training takes, in bytes: that of all blocks, and the inputs, which need no gradient. What an
   * executor needs while it computes one op comes on top.
   */
  readonly trainingBytes: number;
}

/** What a model costs, block by block, as plain data. */
export interface Summary {
  readonly model: string;
  readonly mode: Mode;
  readonly inputs: readonly TensorSummary[];
  readonly outputs: readonly TensorSummary[];
  /** In the order in which they are called, each before the blocks in it; blocks that are not called come last. */
  readonly blocks: readonly BlockSummary[];
  readonly totals: SummaryTotals;
}

export interface SummaryOptions extends TracingOptions {
  /** Sizes of named dimensions of the inputs. A dimension `N` that is not given is 1. */
  readonly dimensions?: Readonly<Record<string, number>>;
  /** Values that the update rule keeps for each trained parameter. Default 2, as Adam does. */
  readonly optimizerSlots?: number;
}

/**
 * Counts a model's parameters, operations and activations block by block. Nothing is computed and no weight is made.
 *
 * @throws BlockzooError with block path, found and expected where the inputs do not fit
 * @example summarize(lenet5(), { inputs: { x: float32("N", 1, 32, 32) } }).totals.parameters
 */
export function summarize(model: Block, options: SummaryOptions): Summary {
  const { inputs, dimensions = {}, mode = "eval", optimizerSlots = 2, name = model.constructor.name } = options;
  const traced = traceCalls(model, { ...options, inputs: withSizes(inputs, dimensions) });
  const counted = blockCounts(model, traced).map((block) => ({
    ...block,
    activationBytes: 4 * block.activations,
    trainingBytes:
      4 * (block.parameters + block.buffers + (1 + optimizerSlots) * block.trainable + 2 * block.activations),
  }));
  const sum = (key: SharedColumn | "trainable" | "buffers") => counted.reduce((total, block) => total + block[key], 0);
  const given = traced.graph.inputs.reduce((total, { tensor }) => total + valuesIn(tensor), 0);
  const activations = sum("activations") + given;
  const totals: SummaryTotals = {
    parameters: sum("parameters"),
    trainable: sum("trainable"),
    buffers: sum("buffers"),
    macs: sum("macs"),
    activations,
    activationBytes: 4 * activations,
    trainingBytes: sum("trainingBytes") + 4 * given,
  };
  return {
    model: name,
    mode,
    inputs: traced.graph.inputs.map((input) => tensorSummary(input.name, input.tensor)),
    outputs: traced.graph.outputs.map((output) => tensorSummary(output.name, output.tensor)),
    blocks: counted.map((block) => ({ ...block, shares: sharesOf(block, totals) })),
    totals,
  };
}

function sharesOf(block: Record<SharedColumn, number>, totals: SummaryTotals): BlockSummary["shares"] {
  const share = (column: SharedColumn) => (totals[column] === 0 ? 0 : block[column] / totals[column]);
  return {
    parameters: share("parameters"),
    macs: share("macs"),
    activations: share("activations"),
    trainingBytes: share("trainingBytes"),
  };
}

type BlockCounts = Omit<BlockSummary, "activationBytes" | "trainingBytes" | "shares">;

function blockCounts(model: Block, { graph, calls, blocks }: TracedModel): BlockCounts[] {
  const macs = macsByPath(graph);
  const activations = activationsByPath({ graph, calls });
  const state = stateByBlock(model, blocks);
  const callsOf = groupBy(calls, (call) => call.path);
  return inCallOrder([...blocks.keys()], [...callsOf.keys()]).map(({ path, depth }) => {
    const own = callsOf.get(path) ?? [];
    return {
      path,
      type: blocks.get(path)!.constructor.name,
      depth,
      calls: own.length,
      outputs: (own[0]?.outputs ?? []).map(([name, tensor]) => tensorSummary(name, tensor)),
      ...(state.get(path) ?? { parameters: 0, trainable: 0, buffers: 0 }),
      macs: macs.get(path) ?? 0,
      activations: activations.get(path) ?? 0,
    };
  });
}

/** Blocks as a tree, flattened: siblings in the order in which they first return, then those that never do. */
function inCallOrder(paths: readonly string[], returned: readonly string[]): { path: string; depth: number }[] {
  const known = new Set(paths);
  const turn = new Map(returned.map((path, index) => [path, index]));
  const children = groupBy(
    paths.filter((path) => path !== ""),
    (path) => parentOf(path, known),
  );
  const turnOf = (path: string) => turn.get(path) ?? Infinity;
  const visit = (path: string, depth: number): { path: string; depth: number }[] => {
    const inner = (children.get(path) ?? []).toSorted((a, b) => (turnOf(a) === turnOf(b) ? 0 : turnOf(a) - turnOf(b)));
    return [{ path, depth }, ...inner.flatMap((child) => visit(child, depth + 1))];
  };
  return visit("", 0);
}

/** Parameters and buffers by the block that holds them, each once. */
function stateByBlock(model: Block, blocks: TracedModel["blocks"]) {
  const found = new Map<string, { parameters: number; trainable: number; buffers: number }>();
  for (const { name, value, trainable } of stateOf(model)) {
    const path = parentOf(name, blocks);
    const entry = found.get(path) ?? { parameters: 0, trainable: 0, buffers: 0 };
    const size = sizeOf(value.shape);
    found.set(path, entry);
    if (value instanceof Parameter) entry.parameters += size;
    else entry.buffers += size;
    if (trainable) entry.trainable += size;
  }
  return found;
}

function macsByPath(graph: Graph, times = 1, found = new Map<string, number>()): Map<string, number> {
  for (const node of graph.nodes) {
    const body = bodyOf(node.attributes);
    if (body === undefined) {
      found.set(node.path, (found.get(node.path) ?? 0) + times * nodeCost(node));
    } else {
      // Steps of a scan: the first sequence stands behind the carries, and its first axis is the time.
      const steps = node.inputs[node.attributes["carries"] as number]!.shape[0] as number;
      macsByPath(body, times * steps, found);
    }
  }
  return found;
}

/** Values that blocks make and return, each with the innermost block that does; see {@link BlockSummary.activations}. */
function activationsByPath({ graph, calls }: Pick<TracedModel, "graph" | "calls">): Map<string, number> {
  const counted = new Set<Tensor>();
  // Not in it: what is made in the steps of a scan.
  const made = new Set(graph.nodes.filter((node) => node.definition !== undefined));
  const found = new Map<string, number>();
  for (const { path, outputs } of calls) {
    for (const [, tensor] of outputs) {
      if (counted.has(tensor) || !made.has(tensor.node) || !isWithin(tensor.node.path, path)) continue;
      counted.add(tensor);
      found.set(path, (found.get(path) ?? 0) + valuesIn(tensor));
    }
  }
  return found;
}

function valuesIn(tensor: Tensor): number {
  return sizeOf(numericShape(tensor.shape, "a summary"));
}

function tensorSummary(name: string, tensor: Tensor): TensorSummary {
  return { name, dtype: tensor.dtype, shape: numericShape(tensor.shape, "a summary") };
}

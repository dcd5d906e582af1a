import type { Backend, Feeds, Graph, NDArray, Results, StateDict, Tensor } from "@blockzoo/core";
import { placeOf, rangeOf, rangeText, reasonFor } from "./explain.js";
import { originOf } from "./origin.js";
import { tappedStep, withOutputs } from "./tapped-step.js";

/** A training step as it was run. */
export interface PastStep {
  readonly graph: Graph;
  readonly backend: Backend;
  readonly seed: number;
  /** Weights that no step changes. */
  readonly constants: StateDict;
  /** Keys the random numbers. */
  readonly step: number;
  readonly feeds: Feeds;
  /** Before the step. */
  readonly state: StateDict;
}

/**
 * Runs a step again with every tensor looked at, and says which op of which block was the first to make a value that is
 * not finite, and of what.
 *
 * @returns such as `layer2.0.bn1: sqrt of a negative number, given float32[64] from -0.013 to 2.4`; undefined where all is
 * finite when it is computed op by op
 */
export async function explainNonFinite(past: PastStep): Promise<string | undefined> {
  const given = firstBadArray(past);
  if (given !== undefined) return given;
  const { graph: step } = past;
  const tapped = tappedStep(step);
  const { outputs } = await runOnce(past, tapped.graph);
  const node = originOf(step, (tensor) => tapped.flagsOf(tensor, outputs));
  if (node === undefined) return undefined;
  const inputs = await valuesOf(past, node.inputs);
  const [result] = await valuesOf(past, node.outputs.slice(0, 1));
  const reason = reasonFor(node, inputs.map(rangeOf), rangeOf(result!));
  const ranges = inputs.map((input) => rangeText(rangeOf(input)));
  return `${placeOf(step, node)}: ${reason}${ranges.length === 0 ? "" : `, given ${ranges.join(" and ")}`}`;
}

/** The first array of the state that holds a value which is not finite. */
export function firstNonFinite(values: Iterable<readonly [string, NDArray]>): string | undefined {
  for (const [name, { dtype, data }] of values) {
    if (dtype === "float32" && !data.every(Number.isFinite)) return name;
  }
  return undefined;
}

function firstBadArray({ feeds, state }: PastStep): string | undefined {
  const array = firstNonFinite(Object.entries(feeds));
  if (array !== undefined) return `the input "${array}" is ${rangeText(rangeOf(feeds[array]!))}`;
  const entry = firstNonFinite(state);
  return entry && `"${entry}" was not finite before the step: ${rangeText(rangeOf(state.get(entry)!))}`;
}

async function valuesOf(past: PastStep, tensors: readonly Tensor[]): Promise<NDArray[]> {
  const named = tensors.map((tensor, index) => ({ name: `value${index}`, tensor }));
  const { outputs } = await runOnce(past, withOutputs(past.graph, named));
  return named.map(({ name }) => outputs[name]!);
}

async function runOnce({ backend, seed, constants, step, feeds, state }: PastStep, graph: Graph): Promise<Results> {
  const executable = await backend.compile(graph, { seed, weights: constants });
  try {
    const known = new Set(executable.state.names);
    await executable.state.write(new Map([...state].filter(([name]) => known.has(name))));
    return await executable.run(feeds, { step });
  } finally {
    executable.dispose();
  }
}

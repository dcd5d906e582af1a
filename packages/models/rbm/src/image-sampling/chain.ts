/** The Markov chain that a graph is one step of, run on the host: each step's noise is keyed by the seed and the step. */
import { check, RandomStream, type Feeds, type NDArray, type TensorType } from "@blockzoo/core";
import type { Network } from "@blockzoo/family";
import { noiseFrom, randomStates, type UnitKind } from "../units.js";

/** Which of the inputs of a graph `gibbs` are the state of a chain, and what drives it. */
export interface ChainDefinition<Layer extends string = string> {
  /** The layer that the state consists of: an input, and the output that feeds it in the next step. */
  readonly state: NoInfer<Layer>;
  /** The layers that are drawn in a step, and what their units are; the input `<layer>Noise` drives each. */
  readonly units: Readonly<Record<Layer, UnitKind>>;
}

export interface ChainOptions {
  /** How many chains run side by side. */
  readonly count: number;
  readonly steps: number;
  readonly seed: number;
  /** The state before the first step, of each chain [count, units]. Default: units that know nothing of each other. */
  readonly start?: NDArray | undefined;
  /** Further inputs, the same in each step, such as the class that is asked for. */
  readonly clamped?: Feeds;
  /** When aborted, the present step is the last. */
  readonly signal?: AbortSignal | undefined;
}

/** Where chains have come to. */
export interface ChainStep {
  /** How many steps were taken. */
  readonly step: number;
  readonly isLast: boolean;
  /** What their state was drawn from, the main output of the graph. */
  readonly expected: NDArray;
}

/**
 * Runs chains step by step. One seed gives one result, and more chains leave those there were as they are.
 *
 * @throws BlockzooError where a number is none of chains, steps or a seed
 */
export async function* runChain(
  gibbs: Network,
  { state, units }: ChainDefinition,
  { count, steps, seed, start, clamped = {}, signal }: ChainOptions,
): AsyncGenerator<ChainStep> {
  for (const [name, value] of Object.entries({ count, steps })) {
    check(Number.isInteger(value) && value > 0, () => `${name} must be a positive whole number, got ${value}`);
  }
  check(Number.isSafeInteger(seed), () => `the seed must be a whole number, got ${seed}`);
  const types = gibbs.input as Readonly<Record<string, TensorType>>;
  const streamOf = (layer: string, step: number) => new RandomStream(seed, "chain", layer, step);
  const shapeOf = (layer: string) => [count, types[`${layer}Noise`]!.shape[1] as number];
  let current = start ?? randomStates(streamOf(state, 0), units[state]!, shapeOf(state));
  for (let step = 1; step <= steps; step++) {
    const noises = Object.entries(units).map(([layer, kind]) => [
      `${layer}Noise`,
      noiseFrom(streamOf(layer, step), kind, shapeOf(layer)),
    ]);
    const outputs = await gibbs.outputs({ [state]: current, ...clamped, ...Object.fromEntries(noises) });
    current = outputs[state]!;
    const isLast = step === steps || signal?.aborted === true;
    yield { step, isLast, expected: outputs[gibbs.output]! };
    if (isLast) return;
  }
}

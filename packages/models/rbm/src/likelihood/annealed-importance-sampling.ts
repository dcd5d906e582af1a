/**
 * An estimate of log Z for machines whose states are too many to count: chains begin at a distribution that is known, and are
 * led to the machine's step by step; what each step makes more likely adds up to the ratio of both partition functions.
 *
 * R. M. Neal, "Annealed importance sampling", Statistics and Computing 11, 2001;
 * R. Salakhutdinov, I. Murray, "On the Quantitative Analysis of Deep Belief Networks", ICML 2008, section 4.1.
 *
 * Notation: β rises from 0 to 1; a⁰ the biases of the base-rate model, in which visible units know nothing of each other; E_v the
 * energy of the visible units alone; all else as in ../rbm.ts:
 *
 *   log p*_β(v) = -(1 - β) E_v(v; a⁰) - β E_v(v; a) + Σ log(1 + exp(β (b + v W)))
 *   log w = Σ_k log p*_{β_k}(v_{k-1}) - log p*_{β_{k-1}}(v_{k-1})        v_k from v_{k-1} by a step of Gibbs sampling at β_k
 *   log Z ≈ log Z_0 + log mean w                                        Z_0 = 2^hidden Σ_v exp(-E_v(v; a⁰))
 *
 * Deviations: the base-rate model has no hidden units, which there would be a constant factor; steps are as many as one has time
 * for, spread as in section 4.1.1 of the paper, which takes 14,500.
 */
import {
  check,
  checkOptions,
  float32,
  ndarray,
  RandomStream,
  sizeOf,
  tensor,
  trace,
  type Backend,
  type NDArray,
  type StateDict,
} from "@blockzoo/core";
import type { Rbm } from "../rbm.js";
import { noiseFrom, randomStates, type UnitKind } from "../units.js";
import { annealingStep } from "./annealing-step.js";

export interface AnnealingOptions {
  readonly weights: StateDict;
  readonly backend: Backend;
  /** Decides the chains. Default 0. */
  readonly seed?: number;
  /** How many chains there are. Default 100. */
  readonly chains?: number;
  /** Steps from the base-rate model to the machine. Default 1000. */
  readonly steps?: number;
  /**
   * Visible biases [visible] of the base-rate model, such as `firstVisibleBias` of the training data: the nearer it is to the
   * machine, the better the estimate. Default: those of the machine.
   */
  readonly baseBias?: NDArray;
  readonly signal?: AbortSignal;
}

/** An estimate, and how far it may be off. */
export interface PartitionEstimate {
  readonly logPartition: number;
  /**
   * Of the logarithm, from how much the chains differ. It knows nothing of what no chain has met: an estimate is rather too low
   * than too high, and so a likelihood too high.
   */
  readonly standardError: number;
}

/**
 * Estimates log Z.
 *
 * @throws BlockzooError where the hidden units are Gaussian, for which it is not defined here
 * @example
 * const { logPartition, standardError } = await annealedImportanceSampling(machine, { weights, backend, steps: 5000 });
 */
export async function annealedImportanceSampling(machine: Rbm, options: AnnealingOptions): Promise<PartitionEstimate> {
  checkOptions("annealedImportanceSampling", options, {
    weights: true,
    backend: true,
    seed: true,
    chains: true,
    steps: true,
    baseBias: true,
    signal: true,
  });
  const { weights, backend, seed = 0, chains = 100, steps = 1000, signal } = options;
  for (const [name, value] of Object.entries({ chains, steps })) {
    check(
      Number.isInteger(value) && value > 1,
      () => `annealedImportanceSampling: ${name} must be a whole number above 1, got ${value}`,
    );
  }
  check(
    machine.hiddenUnits === "bernoulli",
    () => "annealedImportanceSampling: the hidden units must be Bernoulli units",
  );
  const [visible, hidden] = machine.weight.shape as [number, number];
  const base = options.baseBias ?? weights.get("visibleBias");
  check(
    base !== undefined && sizeOf(base.shape) === visible,
    () => `annealedImportanceSampling: the base-rate model needs ${visible} biases, got ${base?.shape ?? "none"}`,
  );
  const types = {
    state: float32(chains, visible),
    from: float32(),
    to: float32(),
    hiddenNoise: float32(chains, hidden),
    visibleNoise: float32(chains, visible),
  };
  const stepGraph = trace((inputs) => annealingStep(machine, tensor(base), inputs), types, { model: machine });
  const executable = await backend.compile(stepGraph, { weights });
  const run = async (state: NDArray, step: number, from: number, to: number) => {
    signal?.throwIfAborted();
    const noise = (layer: string, kind: UnitKind, units: number) =>
      noiseFrom(new RandomStream(seed, "annealing", layer, step), kind, [chains, units]);
    const hiddenNoise = noise("hidden", machine.hiddenUnits, hidden);
    const visibleNoise = noise("visible", machine.visibleUnits, visible);
    const feeds = { state, from: ndarray(from), to: ndarray(to), hiddenNoise, visibleNoise };
    const { outputs } = await executable.run(feeds);
    return { next: outputs["state"]!, growth: outputs["growth"]!.data, base: outputs["baseLogPartition"]!.data[0]! };
  };
  try {
    // At β = 0 a step forgets where it came from: the first one draws from the base-rate model.
    const first = await run(
      randomStates(new RandomStream(seed, "annealing"), machine.visibleUnits, [chains, visible]),
      0,
      0,
      0,
    );
    let state = first.next;
    const logWeights = new Float64Array(chains);
    for (let step = 1; step <= steps; step++) {
      const [from, to] = [(step - 1) / steps, step / steps].map(inverseTemperature) as [number, number];
      const { next, growth } = await run(state, step, from, to);
      growth.forEach((value, chain) => (logWeights[chain]! += value));
      state = next;
    }
    return estimate(logWeights, first.base);
  } finally {
    executable.dispose();
  }
}

/** β after a share of the steps: a 29th of them up to .5, 8 up to .9, 20 on the last tenth, where most happens. */
function inverseTemperature(share: number): number {
  const knots = [
    [0, 0],
    [1 / 29, 0.5],
    [9 / 29, 0.9],
    [1, 1],
  ] as const;
  const above = knots.findIndex(([end], index) => index > 0 && share <= end);
  const [[start, low], [end, high]] = [knots[above - 1]!, knots[above]!];
  return low + ((share - start) / (end - start)) * (high - low);
}

/** The logarithm of the mean weight, and its standard error by the delta method. */
function estimate(logWeights: Float64Array, baseLogPartition: number): PartitionEstimate {
  const largest = Math.max(...logWeights);
  const weights = logWeights.map((logWeight) => Math.exp(logWeight - largest));
  const count = weights.length;
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const variance = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / (count - 1);
  return {
    logPartition: baseLogPartition + largest + Math.log(mean),
    standardError: Math.sqrt(variance / count) / mean,
  };
}

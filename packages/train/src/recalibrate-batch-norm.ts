import {
  BatchNorm2d,
  blocksOf,
  check,
  ndarray,
  pauses,
  stateOf,
  type Backend,
  type Graph,
  type Model,
  type NDArray,
  type StateDict,
} from "@blockzoo/core";
import type { BatchSource } from "@blockzoo/data";
import { BatchPrograms } from "./batch-programs.js";
import { typesOf, type Supervised } from "./batch-types.js";
import { traceForward, type ForwardFunction } from "./evaluate-model.js";
import { checkWeights, startingFrom } from "./initial-weights.js";

export interface RecalibrateOptions<M extends Model, B = Supervised> {
  /** All parameters and buffers. */
  readonly weights: StateDict;
  /** Training samples, without augmentation; one epoch is run. */
  readonly data: BatchSource;
  readonly backend: Backend;
  /** By default, `model.forward(x)`. */
  readonly forward?: ForwardFunction<M, B> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Weights with fresh running statistics: each batch norm that is used in training gets the mean over the batches of their
 * means and unbiased variances, as `torch.optim.swa_utils.update_bn` gives it, and nothing else changes. Running averages
 * lag behind weights that move fast, and those of averaged weights were never taken: then the statistics, not the weights,
 * are what is wrong in eval mode. A batch norm must be used once in a forward pass, and not be in a frozen block to be changed.
 *
 * P. Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization", 2018, section 3.2.
 *
 * @example
 * const data = batched(train, { batchSize: 100, sampling: "sequential" });
 * const recalibrated = await recalibrateBatchNorm(model, { weights, data, backend });
 */
export async function recalibrateBatchNorm<M extends Model, B = Supervised>(
  model: M,
  { weights, data, backend, forward, signal }: RecalibrateOptions<M, B>,
): Promise<StateDict> {
  checkWeights(model, weights, "weights to recalibrate");
  const programs = new BatchPrograms(async (types, first) => {
    const graph = traceForward(model, { forward }, types, "train");
    const written = updatedBy(graph);
    const constants = new Map([...weights].filter(([name]) => !written.has(name)));
    const shared = first && { state: first.executable.state };
    const executable = await backend.compile(startingFrom(graph, weights), { weights: constants, ...shared });
    return { graph, executable };
  });
  const { graph, executable } = await programs.for(typesOf(await firstBatch(data)));
  const { state } = executable;
  const updated = updatedBy(graph);
  const momenta = new Map([...momentaOf(model)].filter(([name]) => updated.has(name)));
  const cleared = new Map([...momenta.keys()].map((name) => [name, zerosLike(weights.get(name)!)]));
  const sums = new Map([...cleared].map(([name, { data: values }]) => [name, new Float64Array(values.length)]));
  let batches = 0;
  const pause = pauses();
  try {
    for await (const batch of data.epoch(0)) {
      check(batch["mask"] === undefined, () => `recalibration counts every sample: use batches with remainder: "drop"`);
      // From zero, what a step records is its momentum times what it saw.
      await state.write(cleared);
      const program = await programs.for(typesOf(batch));
      await program.executable.run(batch, { step: batches, ...(signal && { signal }) });
      for (const [name, { data: recorded }] of await state.read(momenta.keys())) {
        const [sum, momentum] = [sums.get(name)!, momenta.get(name)!];
        recorded.forEach((value, index) => (sum[index]! += value / momentum));
      }
      batches++;
      await pause();
    }
  } finally {
    programs.dispose();
  }
  const means = [...sums].map(
    ([name, sum]) => [name, ndarray(Float32Array.from(sum, (value) => value / batches))] as const,
  );
  return new Map([...weights, ...means]);
}

/** The names of the state that a graph writes. */
function updatedBy({ state }: Graph): ReadonlySet<string> {
  return new Set(state.filter(({ output }) => output !== undefined).map(({ name }) => name));
}

/** The momentum of each running statistic, by its name in the state. */
function momentaOf(model: Model): Map<string, number> {
  const names = new Map(stateOf(model).map(({ name, value }) => [value, name]));
  const layers = [...blocksOf(model).values()].filter((block) => block instanceof BatchNorm2d);
  return new Map(
    layers.flatMap(({ options: { momentum = 0.1 }, running_mean: mean, running_var: variance }) => {
      check(momentum > 0, () => `${names.get(mean)} has a momentum of ${momentum}: no statistics are taken`);
      return [mean, variance].map((buffer) => [names.get(buffer)!, momentum] as const);
    }),
  );
}

async function firstBatch(data: BatchSource) {
  const { value } = await data.epoch(0)[Symbol.asyncIterator]().next();
  check(value !== undefined, () => "recalibration needs at least one batch");
  return value;
}

function zerosLike({ shape, data }: NDArray): NDArray {
  return ndarray(new Float32Array(data.length), shape);
}

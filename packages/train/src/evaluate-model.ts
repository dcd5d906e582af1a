import {
  BlockzooError,
  check,
  flattenStructure,
  isTensor,
  pauses,
  sizeOf,
  trace,
  trainableParameters,
  type Backend,
  type Graph,
  type Mode,
  type Model,
  type NDArray,
  type StateDict,
  type StateStore,
  type Structure,
  type Tensor,
} from "@blockzoo/core";
import type { Batch, BatchSource } from "@blockzoo/data";
import { withAverages } from "./averages.js";
import { BatchPrograms } from "./batch-programs.js";
import { typesOf, type BatchTensors, type BatchTypes, type Supervised } from "./batch-types.js";
import { carryTypes, takeCarry, zeroCarry, type Carry } from "./carry.js";
import { checkWeights } from "./initial-weights.js";
import { joined } from "./join-batches.js";
import { accuracy, meanCrossEntropy } from "./metrics.js";

/**
 * All samples of a source, in its order: what the model returned for them, and what they are. Repeats are gone. What differs in
 * length between batches, such as sequences, is filled up with 0 to the longest; lengths are among the inputs, as `yLengths`.
 */
export interface Evaluated {
  readonly outputs: Readonly<Record<string, NDArray>>;
  readonly inputs: Batch;
}

/** A number taken from the outputs for a whole data set. */
export type Metric = (evaluated: Evaluated) => number;

/**
 * `accuracy` and `loss` of a classifier whose forward gives `logits` for `x`, against the labels `y`: one for each sample, or
 * for each step of sequences, of which `yLengths` says how many steps count.
 */
export const classificationMetrics: Readonly<Record<"accuracy" | "loss", Metric>> = {
  accuracy: ({ outputs, inputs }) => accuracy(scoredBy(outputs, inputs)),
  loss: ({ outputs, inputs }) => meanCrossEntropy(scoredBy(outputs, inputs)),
};

/** What a model computes in evaluation, in eval mode; tensors that start with the axis of samples. */
export type ForwardFunction<M, TensorsOfBatch> = (model: M, batch: TensorsOfBatch) => Structure<Tensor>;

/** What decides how a model is evaluated. */
export interface EvaluationOptions<M extends Model, B = Supervised> {
  /** By default, `{ logits: model.forward(x) }`. */
  readonly forward?: ForwardFunction<M, B> | undefined;
  /** By default {@link classificationMetrics}. */
  readonly metrics?: Readonly<Record<string, Metric>> | undefined;
  /** What `forward` finds in a batch because it returned it for the batch before; nothing by default. See `fit`. */
  readonly carry?: Carry | undefined;
}

export interface CompileEvaluationOptions<M extends Model, B = Supervised> extends EvaluationOptions<M, B> {
  readonly model: M;
  readonly backend: Backend;
  /** The state of a training step of the same backend, read at every run. */
  readonly state: StateStore;
  /** That step's constants. Default: none. */
  readonly constants?: StateDict;
  /** Evaluate the running averages in the place of the parameters. Default false. */
  readonly averaged?: boolean;
}

export interface Evaluation extends Evaluated {
  readonly metrics: Readonly<Record<string, number>>;
}

export interface EvaluationRunOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A model made ready to be evaluated on the values that training works on. */
export interface CompiledEvaluation {
  /** Runs the model over one epoch of a source. A source that leaves samples out is an error of the caller: use `mask`. */
  run(data: BatchSource, options?: EvaluationRunOptions): Promise<Evaluation>;
  dispose(): void;
}

/**
 * Prepares a model for evaluation. The graph is traced and compiled with the first batch of each set of shapes, and it
 * shares its state with the training step.
 */
export function compileEvaluation<M extends Model, B = Supervised>(
  options: CompileEvaluationOptions<M, B>,
): CompiledEvaluation {
  const { model, backend, state, constants, averaged = false } = options;
  const programs = new BatchPrograms(async (types) => {
    const plain = traceForward(model, options, types, "eval");
    const graph = averaged ? withAverages(plain, new Set(trainableParameters(model).keys())) : plain;
    return { graph, executable: await backend.compile(graph, { state, ...(constants && { weights: constants }) }) };
  });
  return {
    run: (data, { signal } = {}) => evaluateOver(programs, data, options, signal),
    dispose: () => programs.dispose(),
  };
}

export interface EvaluateModelOptions<M extends Model, B = Supervised> extends EvaluationOptions<M, B> {
  readonly data: BatchSource;
  readonly backend: Backend;
  /** All parameters and buffers; bound as constants. */
  readonly weights: StateDict;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a model in eval mode over a source, such as `batched(test, { batchSize: 100, sampling: "sequential", remainder:
 * "mask" })`, and takes metrics from all outputs together.
 *
 * @example
 * const { metrics, outputs } = await evaluateModel(model, { data, backend, weights });
 * console.log(metrics.accuracy);
 */
export async function evaluateModel<M extends Model, B = Supervised>(
  model: M,
  options: EvaluateModelOptions<M, B>,
): Promise<Evaluation> {
  const { backend, weights, data, signal } = options;
  checkWeights(model, weights, "weights to evaluate");
  const programs = new BatchPrograms(async (types) => {
    const graph = traceForward(model, options, types, "eval");
    return { graph, executable: await backend.compile(graph, { weights }) };
  });
  try {
    return await evaluateOver(programs, data, options, signal);
  } finally {
    programs.dispose();
  }
}

/** The graph of a model's outputs for a batch, by default `{ logits: model.forward(x) }`, and of what it carries on. */
export function traceForward<M extends Model, B>(
  model: M,
  { forward, carry = {} }: Pick<EvaluationOptions<M, B>, "forward" | "carry">,
  types: BatchTypes,
  mode: Mode,
): Graph {
  const run = forward ?? (defaultForward as ForwardFunction<M, B>);
  const samples = Object.values(types)[0]!.shape[0];
  return trace(
    (batch: BatchTensors) => {
      const outputs = run(model, batch as B);
      const { rest } = takeCarry(carry, outputs, "the evaluated function");
      for (const [name, tensor] of flattenStructure<Tensor>(rest, isTensor)) {
        check(
          tensor.shape[0] === samples,
          () => `an evaluated output starts with the axis of samples, ${samples}; "${name}" is ${tensor.toString()}`,
        );
      }
      return outputs;
    },
    { ...types, ...carryTypes(carry, types) },
    { mode, model },
  );
}

function defaultForward(model: Model, { x }: { readonly x?: Tensor }): Structure<Tensor> {
  const { forward } = model as { forward?: (x: Tensor) => Tensor };
  if (typeof forward === "function" && x !== undefined) return { logits: forward.call(model, x) };
  throw new BlockzooError("evaluation needs options.forward for a model that is not one block, or batches without x");
}

async function evaluateOver(
  programs: BatchPrograms,
  data: BatchSource,
  { metrics = classificationMetrics, carry = {} }: Pick<EvaluationOptions<Model, never>, "metrics" | "carry">,
  signal: AbortSignal | undefined,
): Promise<Evaluation> {
  const outputs: Batch[] = [];
  const inputs: Batch[] = [];
  const pause = pauses();
  let carried = zeroCarry(carry);
  for await (const batch of data.epoch(0)) {
    const { executable } = await programs.for(typesOf(batch));
    const results = await executable.run({ ...batch, ...carried }, signal && { signal });
    const own = Object.entries(results.outputs);
    carried = Object.fromEntries(own.filter(([name]) => name in carry));
    outputs.push(withoutRepeats(Object.fromEntries(own.filter(([name]) => !(name in carry))), batch["mask"]));
    inputs.push(withoutRepeats(batch, batch["mask"]));
    await pause();
  }
  const evaluated = { outputs: joined(outputs), inputs: joined(inputs) };
  return {
    ...evaluated,
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, metric(evaluated)])),
  };
}

/** The rows whose mask is not 0. They come first: a batch is filled up with repeats at its end. */
function withoutRepeats(batch: Batch, mask: NDArray | undefined): Batch {
  if (mask === undefined || mask.shape.length !== 1) return batch;
  const samples = Array.from(mask.data).filter((value) => value !== 0).length;
  return Object.fromEntries(
    Object.entries(batch).map(([name, { dtype, shape, data }]) => {
      const own = [samples, ...shape.slice(1)];
      return [name, { dtype, shape: own, data: data.subarray(0, sizeOf(own)) }];
    }),
  );
}

function scoredBy(outputs: Evaluated["outputs"], inputs: Batch) {
  const [logits, labels] = [outputs["logits"], inputs["y"]];
  check(
    logits !== undefined && labels !== undefined,
    () =>
      `classification metrics need an output "logits" and an input "y", found ${[...Object.keys(outputs), ...Object.keys(inputs)].join(", ")}`,
  );
  return { logits, labels, lengths: inputs["yLengths"] };
}

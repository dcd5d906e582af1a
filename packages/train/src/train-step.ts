import {
  BlockzooError,
  check,
  checkOptions,
  currentBuilder,
  describeType,
  float32,
  gradients,
  isTensor,
  trace,
  trainableParameters,
  type Backend,
  type ExecutionReport,
  type Feeds,
  type Graph,
  type Model,
  type OptionNames,
  type Parameter,
  type StateDict,
  type StateStore,
  type Tensor,
} from "@blockzoo/core";
import { averagedName, startAverages, updateAverage, type AverageOptions } from "./averages.js";
import { BatchPrograms } from "./batch-programs.js";
import { describeBatch, typesOf, type BatchTensors, type BatchTypes } from "./batch-types.js";
import { carryTypes, clearCarry, readCarry, takeCarry, writeCarry, type Carry } from "./carry.js";
import { clipByGlobalNorm, clipByValue, type Clip } from "./clipping.js";
import { checkWeights, constantsOf, startingFrom } from "./initial-weights.js";
import { PastSteps } from "./non-finite/past-steps.js";
import { firstNonFinite } from "./non-finite/replay.js";
import { parameterSlots, stepSlots } from "./optimizers/slots.js";
import type { UpdateRule } from "./optimizers/update-rule.js";

/** What a loss function returns: a float32 scalar, or that, further scalars to report, and what is carried on. */
export type LossValue = Tensor | ({ readonly loss: Tensor } & { readonly [metric: string]: Tensor });

/** Computes the loss of a model on a batch, in train mode. */
export type LossFunction<M, Batch> = (model: M, batch: Batch) => LossValue;

/** What decides the graph of a training step. */
export interface TrainStepGraphOptions<M extends Model, Types extends BatchTypes> {
  readonly model: M;
  readonly loss: LossFunction<M, BatchTensors<Types>>;
  readonly optimizer: UpdateRule;
  /** The types of the arrays of a batch; all sizes are numbers. */
  readonly types: Types;
  /** Limits the gradients; not by default. By global norm, the step reports the norm as the metric `gradientNorm`. */
  readonly clip?: Clip | undefined;
  /** Keeps a running average of the parameters beside them; not by default. */
  readonly ema?: AverageOptions | undefined;
  /** What the loss function finds in a batch because the step before returned it; nothing by default. */
  readonly carry?: Carry | undefined;
}

export interface TrainStepOptions<M extends Model, Types extends BatchTypes> extends TrainStepGraphOptions<M, Types> {
  readonly backend: Backend;
  /** Keys first weights and random numbers such as those of dropout. Default 0. */
  readonly seed?: number | undefined;
  /**
   * First values of all parameters and buffers; drawn from the seed by default. Those of frozen blocks become constants of the
   * program, which takes less time: give them wherever a part of the model is frozen.
   */
  readonly weights?: StateDict | undefined;
}

const trainStepOptionNames: OptionNames<TrainStepOptions<Model, BatchTypes>> = {
  model: true,
  loss: true,
  optimizer: true,
  types: true,
  clip: true,
  ema: true,
  carry: true,
  backend: true,
  seed: true,
  weights: true,
};

export interface StepOptions {
  /** The rate of this step; the update rule's by default. */
  readonly learningRate?: number;
  /** Keys the random numbers of the step; the number of steps before it by default. */
  readonly step?: number;
  readonly signal?: AbortSignal;
}

export interface StepResult {
  /** The loss before the update. */
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** A compiled training step: forward, backward and update in one graph. */
export interface TrainStep {
  /** For batches of the types that it was compiled with; others have one of their own, on the same state. */
  readonly graph: Graph;
  /** Parameters, buffers, slots, averages, and what is carried from step to step. */
  readonly state: StateStore;
  /** The weights given that no step changes: they are constants, and not in the state. */
  readonly constants: StateDict;
  /** Puts what is carried back to 0, for a step that goes on from nothing. */
  forget(): Promise<void>;
  /**
   * Runs one step. The first batch of other types than before has the step compiled for these.
   *
   * @throws BlockzooError when the loss is not a finite number; the parameters are then of no use any more. The step, or
   * the one before where that spoilt a parameter, is run again to name the op and the block that made the first such value:
   * do not write over the arrays of a batch before the step after it has run.
   */
  step(batch: Feeds, options?: StepOptions): Promise<StepResult>;
  /**
   * Looks at values of the state, which a step may spoil without a sign in its own loss.
   *
   * @throws BlockzooError as `step` does, where one of them is not finite
   */
  checkFinite(values: StateDict): Promise<void>;
  /** Of the types that it was compiled with. */
  report(): ExecutionReport;
  dispose(): void;
}

const learningRateInput = "learningRate";

/**
 * Traces a whole training step, update rule included, and compiles it as one program. Where batches come in several shapes,
 * such as those of sequences in buckets, there is one program for each, and one state for all.
 *
 * @example
 * const training = await compileTrainStep({
 *   model,
 *   loss: (model, { x, y }) => crossEntropy(model.forward(x), y),
 *   optimizer: adam(),
 *   types: { x: float32(64, 2), y: int32(64) },
 *   backend,
 * });
 * const { loss } = await training.step({ x, y });
 * @throws BlockzooError when there is nothing to train, the loss is not a scalar, or a shape does not fit
 */
export async function compileTrainStep<M extends Model, const Types extends BatchTypes>(
  options: TrainStepOptions<M, Types>,
): Promise<TrainStep> {
  checkOptions("compileTrainStep", options, trainStepOptionNames);
  // What is below does not mention the options any more, so that first weights are kept by nobody once the state has them.
  const { weights, ...settings } = options;
  const { model, optimizer, clip, backend, seed = 0, carry = {} } = settings;
  if (weights !== undefined) checkWeights(model, weights, "first weights");
  const given = weights && new Map(weights);
  const programs = new BatchPrograms(async (types, first) => {
    const traced = traceTrainStep({ ...settings, types: types as Types });
    const compiled = await backend.compile(startingFrom(traced, given), {
      seed,
      ...(given && { weights: constantsOf(traced, model, given) }),
      ...(first && { state: first.executable.state }),
    });
    return { graph: traced, executable: compiled };
  });
  const { graph, executable } = await programs.for(settings.types);
  const { state } = executable;
  if (settings.ema !== undefined) await startAverages(state, trainableParameters(model).keys());
  const inputs = Object.keys(settings.types);
  const constants: StateDict = given === undefined ? new Map() : constantsOf(graph, model, given);
  for (const name of given?.keys() ?? []) if (!constants.has(name)) given!.delete(name);
  const past = new PastSteps({ backend, seed, constants }, state);
  let steps = 0;
  return {
    graph,
    state,
    constants,
    forget: () => clearCarry(state, carry),
    async step(batch, { learningRate = optimizer.learningRate, step = steps, signal } = {}) {
      const rate = { dtype: "float32", shape: [], data: Float32Array.of(learningRate) } as const;
      const own = chosen(batch, inputs);
      const program = await programs.for(typesOf(own));
      const feeds = { ...own, [learningRateInput]: rate };
      past.begin({ graph: program.graph, feeds, step });
      const { outputs } = await program.executable.run(feeds, { step, ...(signal && { signal }) });
      const { loss, ...metrics } = Object.fromEntries(
        Object.entries(outputs).map(([name, { data }]) => [name.replace(/^metrics\./, ""), data[0]!]),
      );
      steps = step + 1;
      if (!Number.isFinite(loss)) {
        const what = `the loss of step ${step + 1} is ${loss}`;
        throw await past.explained(what, advice(learningRate, clip));
      }
      return { loss: loss!, metrics };
    },
    async checkFinite(values) {
      const name = firstNonFinite(values);
      if (name === undefined) return;
      const what = `"${name}" is not finite after step ${steps}`;
      throw await past.explained(what, advice(optimizer.learningRate, clip));
    },
    report: () => executable.report(),
    dispose: () => programs.dispose(),
  };
}

/**
 * The graph of a training step: takes a batch and the scalar `learningRate`, returns `loss` and `metrics.<name>`, and
 * updates the state.
 */
export function traceTrainStep<M extends Model, const Types extends BatchTypes>(
  options: TrainStepGraphOptions<M, Types>,
): Graph {
  const { model, types, carry = {} } = options;
  carryTypes(carry, types);
  const parameters = trainableParameters(model);
  check(
    parameters.size > 0,
    () => "there is nothing to train: the model has no parameters, or all of them are inside frozen blocks",
  );
  check(
    !(learningRateInput in types),
    () => `a batch must not have an array "${learningRateInput}", which is an input of the training step: rename it`,
  );
  for (const [name, { shape }] of Object.entries(types)) {
    check(
      shape.every((size) => typeof size === "number"),
      () => `training needs numbers for all sizes of a batch, got ${name} ${describeType(types[name]!)}`,
    );
  }
  const build = (inputs: Readonly<Record<string, Tensor>>) => {
    const { [learningRateInput]: learningRate, ...batch } = inputs;
    const returned = options.loss(model, { ...batch, ...readCarry(carry) } as BatchTensors<Types>);
    const { carried, rest } = takeCarry(carry, returned, "the loss function");
    writeCarry(carried);
    const { loss, metrics } = checkedLoss(rest, types);
    const builder = currentBuilder("a training step");
    const norm = builder.inScope("update", undefined, () => emitUpdates(loss, parameters, learningRate!, options));
    return { loss, metrics: { ...metrics, ...(norm && { gradientNorm: norm }) } };
  };
  return trace(build, { ...types, [learningRateInput]: float32() }, { mode: "train", model });
}

/** Differentiates, clips and updates; returns the norm of the gradients where it was taken. */
function emitUpdates<M extends Model, Types extends BatchTypes>(
  loss: Tensor,
  parameters: ReadonlyMap<string, Parameter>,
  learningRate: Tensor,
  { optimizer, clip, ema }: TrainStepGraphOptions<M, Types>,
): Tensor | undefined {
  const entries = [...parameters];
  const raw = gradients(loss, [...parameters.values()]);
  const { gradients: clipped, norm } = applyClip(raw, clip);
  const update = optimizer.begin({ learningRate, slot: stepSlots() });
  entries.forEach(([name, parameter], index) => {
    const value = update({
      name,
      value: parameter.read(),
      gradient: clipped[index]!,
      slot: parameterSlots(name, parameter),
    });
    parameter.update(value);
    if (ema !== undefined) updateAverage(averagedName(name), parameter, ema);
  });
  return norm;
}

function applyClip(raw: readonly Tensor[], clip: Clip | undefined): { gradients: readonly Tensor[]; norm?: Tensor } {
  if (clip === undefined) return { gradients: raw };
  return "globalNorm" in clip ? clipByGlobalNorm(raw, clip.globalNorm) : { gradients: clipByValue(raw, clip.value) };
}

function checkedLoss(value: LossValue, types: BatchTypes): { loss: Tensor; metrics: Record<string, Tensor> } {
  const { loss, ...metrics } = isTensor(value) ? { loss: value } : value;
  check(
    isTensor(loss),
    () =>
      `the loss function must return a tensor or { loss, ...metrics }; the batch it got was ${describeBatch(types)}`,
  );
  check(
    loss.dtype === "float32" && loss.rank === 0,
    () => `the loss must be a float32 scalar, got ${describeType(loss)}: take its mean, as reduceMean(loss)`,
  );
  for (const [name, metric] of Object.entries(metrics)) {
    check(metric.rank === 0, () => `the metric "${name}" must be a scalar, got ${describeType(metric)}`);
  }
  return { loss, metrics };
}

/** The arrays that the graph takes; a source may give more. */
function chosen(batch: Feeds, names: readonly string[]): Feeds {
  return Object.fromEntries(
    names.map((name) => {
      const array = batch[name];
      if (array !== undefined) return [name, array];
      throw new BlockzooError(`the batch has no array "${name}", it has ${Object.keys(batch).join(", ") || "none"}`);
    }),
  );
}

function advice(learningRate: number, clip: Clip | undefined): string {
  const further = clip === undefined ? " or clip the gradients, clip: { globalNorm: 1 }" : "";
  return `try a smaller learning rate than ${learningRate}${further}, and look for bad values in the data`;
}

import { check, checkOptions, type Backend, type Model, type OptionNames, type StateDict } from "@blockzoo/core";
import type { BatchSource } from "@blockzoo/data";
import type { BeforeStep, CheckpointStore, HistoryPoint } from "@blockzoo/family";
import type { AverageOptions } from "./averages.js";
import type { Supervised } from "./batch-types.js";
import type { Carry } from "./carry.js";
import type { Clip } from "./clipping.js";
import type { EarlyStopping } from "./early-stopping.js";
import type { EvaluationOptions } from "./evaluate-model.js";
import type { UpdateRule } from "./optimizers/update-rule.js";
import type { Schedule } from "./schedules.js";
import type { LossFunction } from "./train-step.js";
import { TrainingRun } from "./training-run.js";

/** Held-out data, and what is taken from it. */
export interface Validation<M extends Model, B = Supervised> extends EvaluationOptions<M, B> {
  /** Such as `batched(test, { batchSize: 100, sampling: "sequential", remainder: "mask" })`. */
  readonly data: BatchSource;
  /** How often; once an epoch by default, and always after the last step. */
  readonly everySteps?: number | undefined;
}

/** Where the state of the run goes. */
export interface CheckpointOptions {
  /** A folder, in Node, or any other store. */
  readonly to: string | CheckpointStore;
  /** How often; once an epoch by default, and always before the first step, after the last and when aborted. */
  readonly everySteps?: number | undefined;
}

/** How long a run is: in steps, or in epochs of the data. */
export type Length =
  { readonly steps: number; readonly epochs?: undefined } | { readonly epochs: number; readonly steps?: undefined };

/** What {@link fit} takes; `B` is what the loss finds in a batch, `{ x, y }` by default. */
export type FitOptions<M extends Model, B = Supervised> = Length & {
  readonly data: BatchSource;
  readonly loss: LossFunction<M, B>;
  readonly optimizer: UpdateRule;
  readonly backend: Backend;
  /** Keys first weights and the random numbers of steps, not the order of the data. Default 0. */
  readonly seed?: number | undefined;
  /** First values of all parameters and buffers; drawn from the seed by default. */
  readonly weights?: StateDict | undefined;
  /** Factors of the rule's learning rate; constant by default. */
  readonly schedule?: Schedule | undefined;
  readonly clip?: Clip | undefined;
  /**
   * What a recurrent net hands on from one batch to the next; nothing by default. With `sampling: "contiguous"` each row goes
   * on where it ended, and no gradient passes from batch to batch: backpropagation through time, truncated at windows
   * (R. J. Williams, J. Peng, 1990).
   *
   * @example
   * carry: { h: [1, 32, 128], c: [1, 32, 128] },
   * loss: (model, { x, y, h, c }) => {
   *   const { logits, ...state } = model.forward(x, h, c);
   *   return { loss: crossEntropy(logits, y), ...state };
   * },
   */
  readonly carry?: Carry | undefined;
  /** Validates and returns running averages of the parameters. */
  readonly ema?: AverageOptions | undefined;
  readonly validation?: Validation<M, B> | undefined;
  readonly earlyStopping?: EarlyStopping | undefined;
  readonly checkpoint?: CheckpointOptions | undefined;
  /** Go on from the checkpoint, to the same numbers as without a stop. Default false. */
  readonly resume?: boolean | undefined;
  /** When aborted, the run finishes its step, writes a checkpoint and returns with `finished: false`. */
  readonly signal?: AbortSignal | undefined;
  /** Called after every step; showing it is the caller's. */
  readonly onProgress?: ((progress: FitProgress) => void) | undefined;
  /**
   * Asked before each step, which waits for the answer: a learning rate or batch size that is changed while it runs, a pause, a look at
   * the weights. A batch of another size is another program on the same state; the number of steps stays.
   */
  readonly beforeStep?: BeforeStep | undefined;
};

/** One step of {@link fit}. Steps and epochs count from 1; `loss` is that of the batch before the update. */
export type FitPoint = HistoryPoint & Required<Pick<HistoryPoint, "epoch" | "loss" | "learningRate">>;

/** What {@link fit} tells after a step. */
export type FitProgress = FitPoint & { readonly totalSteps: number };

const fitOptionNames: OptionNames<FitOptions<Model>> = {
  steps: true,
  epochs: true,
  data: true,
  loss: true,
  optimizer: true,
  backend: true,
  seed: true,
  weights: true,
  schedule: true,
  clip: true,
  carry: true,
  ema: true,
  validation: true,
  earlyStopping: true,
  checkpoint: true,
  resume: true,
  signal: true,
  onProgress: true,
  beforeStep: true,
};

export interface FitResult {
  /** Parameters and buffers by name: the last, their averages with `ema`, or the best with early stopping. */
  readonly weights: StateDict;
  /** One point for each step. */
  readonly history: readonly FitPoint[];
  /** What the validation of these very weights gave; empty where there was none. */
  readonly metrics: Readonly<Record<string, number>>;
  /** False when the run was aborted before its last step. */
  readonly finished: boolean;
}

/**
 * Trains a model.
 *
 * One seed gives the same numbers again, to the bit on one machine and backend; stopped at any step and resumed, a run
 * gives the numbers of one that was never stopped.
 *
 * @example
 * const { weights, metrics } = await fit(new Sequential(new Linear(2, 16), relu, new Linear(16, 2)), {
 *   data: batched(train, { batchSize: 64, seed: 1000 }),
 *   loss: (model, { x, y }) => crossEntropy(model.forward(x), y),
 *   optimizer: adam(),
 *   epochs: 20,
 *   backend: referenceBackend(),
 *   validation: { data: batched(test, { batchSize: 100, sampling: "sequential", remainder: "mask" }) },
 * });
 * @throws BlockzooError where something does not fit, the loss is not finite, or a checkpoint cannot be read, written or
 * resumed with these options
 */
export async function fit<M extends Model, B = Supervised>(model: M, options: FitOptions<M, B>): Promise<FitResult> {
  checkOptions("fit", options, fitOptionNames);
  const { validation, earlyStopping, checkpoint, resume = false } = options;
  const totalSteps = options.steps ?? options.epochs * options.data.batchesPerEpoch;
  check(
    Number.isInteger(totalSteps) && totalSteps > 0,
    () => `fit: the length must be a positive number of whole steps, got ${totalSteps}`,
  );
  check(
    earlyStopping === undefined || validation !== undefined,
    () => "fit: early stopping needs a validation to watch",
  );
  check(!resume || checkpoint !== undefined, () => "fit: resume needs a checkpoint, checkpoint: { to: folder }");
  const run = await TrainingRun.compile(model, options, totalSteps);
  try {
    return await run.run();
  } finally {
    run.dispose();
  }
}

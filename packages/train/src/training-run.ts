import {
  BlockzooError,
  describeType,
  hashGraph,
  initialize,
  pauses,
  stateOf,
  trainableParameters,
  type Model,
  type StateDict,
} from "@blockzoo/core";
import type { Batch, BatchSource } from "@blockzoo/data";
import type { Adjustment } from "@blockzoo/family";
import { changesOf } from "./adjustment.js";
import { averagedName } from "./averages.js";
import { BatchReader } from "./batch-reader.js";
import { describeBatch, typesOf, type BatchTensors, type Supervised } from "./batch-types.js";
import { checkConfiguration, type Configuration } from "./checkpoint.js";
import { CheckpointKeeper } from "./checkpoint-keeper.js";
import { updateBest, type Best } from "./early-stopping.js";
import { compileEvaluation, type CompiledEvaluation } from "./evaluate-model.js";
import type { FitOptions, FitPoint, FitResult } from "./fit.js";
import { describeRule } from "./optimizers/update-rule.js";
import { constantSchedule, type Schedule } from "./schedules.js";
import { sha256, sha256OfArrays } from "./sha256.js";
import { compileTrainStep, type LossFunction, type TrainStep } from "./train-step.js";

const ratesKey = "learning rate so far (another schedule, or another length of it)";

/** One run of {@link fit}: where it is, and what happens at a step. */
export class TrainingRun<M extends Model, B = Supervised> {
  readonly #model: M;
  readonly #options: FitOptions<M, B>;
  readonly #totalSteps: number;
  readonly #schedule: Schedule;
  readonly #training: TrainStep;
  readonly #evaluation: CompiledEvaluation | undefined;
  readonly #checkpoints: CheckpointKeeper | undefined;
  readonly #configuration: Configuration;
  readonly #batches: BatchReader;
  #stepsTaken = 0;
  /** What was changed by hand; nothing in a run that is as it was begun. */
  #adjustment: Adjustment | undefined;
  #history: FitPoint[] = [];
  #best: Best | undefined;

  /** Compiles the step; nothing is read or written yet. */
  static async compile<M extends Model, B>(model: M, options: FitOptions<M, B>, totalSteps: number) {
    const { data, loss, optimizer, backend, seed, weights, clip, carry, ema, checkpoint } = options;
    const first = await firstBatch(data);
    const checkpoints = checkpoint && (await CheckpointKeeper.open(checkpoint.to));
    const training = await compileTrainStep({
      model,
      // The source decides what is in a batch; the loss function says what it needs of it.
      loss: loss as unknown as LossFunction<M, BatchTensors>,
      optimizer,
      backend,
      seed,
      weights,
      clip,
      carry,
      ema,
      types: typesOf(first),
    });
    // Hashed for checkpoints alone: a page that is not secure, and a sandbox, cannot hash.
    const configuration = checkpoints === undefined ? {} : await configurationOf(options, training, first);
    return new TrainingRun(model, options, totalSteps, { training, checkpoints, configuration });
  }

  private constructor(
    model: M,
    options: FitOptions<M, B>,
    totalSteps: number,
    parts: { training: TrainStep; checkpoints: CheckpointKeeper | undefined; configuration: Configuration },
  ) {
    this.#model = model;
    this.#options = options;
    this.#totalSteps = totalSteps;
    this.#schedule = options.schedule ?? constantSchedule();
    this.#batches = new BatchReader(options.data);
    this.#training = parts.training;
    this.#checkpoints = parts.checkpoints;
    this.#configuration = parts.configuration;
    const { validation, backend, ema } = options;
    const { state, constants } = parts.training;
    this.#evaluation =
      validation && compileEvaluation({ model, backend, state, constants, averaged: ema !== undefined, ...validation });
  }

  /** Runs from the start, or from the checkpoint, to the end, to where it stops early, or to where it is aborted. */
  async run(): Promise<FitResult> {
    await this.#restore();
    const pause = pauses();
    while (await this.#goesOn()) {
      await this.#step();
      await pause();
      if (!this.#isOver && this.#isDue(this.#options.checkpoint?.everySteps)) await this.#save();
    }
    await this.#save();
    return this.#result();
  }

  /** Asks what holds from the next step on; false where there is none. */
  async #goesOn(): Promise<boolean> {
    if (this.#isOver) return false;
    const { beforeStep, data, carry } = this.#options;
    const between = { step: this.#stepsTaken, weights: () => this.#weights(), save: () => this.#save() };
    const adjustment = changesOf(await beforeStep?.(between), {
      batchSize: data.batchSize,
      carries: carry !== undefined,
    });
    // The answer may have come late.
    if (this.#isOver) return false;
    this.#batches.resize(adjustment?.batchSize);
    this.#adjustment = adjustment;
    return true;
  }

  dispose(): void {
    this.#evaluation?.dispose();
    this.#training.dispose();
  }

  get #isOver(): boolean {
    return this.#isDone || this.#options.signal?.aborted === true;
  }

  get #isDone(): boolean {
    const patience = this.#options.earlyStopping?.patience ?? Infinity;
    return this.#stepsTaken >= this.#totalSteps || (this.#best?.since ?? 0) >= patience;
  }

  /** Whether something that happens every so many steps, by default every epoch, happens now. */
  #isDue(everySteps?: number): boolean {
    return everySteps === undefined ? this.#batches.position.batch === 0 : this.#stepsTaken % everySteps === 0;
  }

  async #step(): Promise<void> {
    const { optimizer, onProgress } = this.#options;
    const [step, adjustment] = [this.#stepsTaken, this.#adjustment];
    const { learningRateFactor = 1 } = adjustment ?? {};
    const learningRate = optimizer.learningRate * this.#schedule(step, this.#totalSteps) * learningRateFactor;
    const { epoch, batch: index } = this.#batches.position;
    const batch = await this.#batches.next();
    if (index === 0) await this.#training.forget();
    const { loss } = await this.#training.step(batch, { learningRate, step });
    this.#stepsTaken = step + 1;
    const metrics = await this.#validate();
    const point = {
      step: step + 1,
      epoch: epoch + 1,
      loss,
      learningRate,
      ...(metrics && { metrics }),
      ...(adjustment && { adjustment }),
    };
    this.#history.push(point);
    onProgress?.({ ...point, totalSteps: this.#totalSteps });
  }

  async #validate(): Promise<Readonly<Record<string, number>> | undefined> {
    const { validation, earlyStopping } = this.#options;
    const step = this.#stepsTaken;
    if (validation === undefined || !(this.#isDue(validation.everySteps) || step === this.#totalSteps))
      return undefined;
    const { metrics } = await this.#evaluation!.run(validation.data);
    if (earlyStopping !== undefined) {
      this.#best = await updateBest(this.#best, earlyStopping, { step, metrics }, () => this.#weights());
    }
    return metrics;
  }

  async #result(): Promise<FitResult> {
    const finished = this.#isDone;
    const best = finished ? this.#best : undefined;
    return {
      weights: best?.weights ?? (await this.#weights()),
      history: this.#history,
      metrics: this.#history[(best?.step ?? this.#stepsTaken) - 1]?.metrics ?? {},
      finished,
    };
  }

  /** Present parameters, or their averages, and buffers; what no step uses has its first value. */
  async #weights(): Promise<StateDict> {
    const { seed = 0, weights: first, ema } = this.#options;
    const known = new Set(this.#training.state.names);
    const averaged = ema === undefined ? new Map() : trainableParameters(this.#model);
    const sources = stateOf(this.#model).map(
      ({ name }) => [name, averaged.has(name) ? averagedName(name) : name] as const,
    );
    const present = await this.#training.state.read(
      sources.flatMap(([, source]) => (known.has(source) ? [source] : [])),
    );
    const unused = sources.every(([, source]) => present.has(source))
      ? undefined
      : (first ?? initialize(this.#model, { seed }));
    await this.#training.checkFinite(present);
    return new Map(sources.map(([name, source]) => [name, present.get(source) ?? unused!.get(name)!]));
  }

  async #save(): Promise<void> {
    if (this.#checkpoints === undefined) return;
    const state = await this.#training.state.read();
    // A checkpoint that cannot be gone on from must not replace one that can.
    await this.#training.checkFinite(state);
    await this.#checkpoints.save({
      position: { step: this.#stepsTaken, ...this.#batches.position },
      totalSteps: this.#totalSteps,
      finished: this.#isDone,
      adjustment: this.#adjustment,
      configuration: { ...this.#configuration, [ratesKey]: await this.#ratesSoFar() },
      state,
      best: this.#best,
      history: this.#history,
    });
  }

  async #restore(): Promise<void> {
    const checkpoints = this.#checkpoints;
    if (checkpoints === undefined) return;
    if (this.#options.resume !== true) {
      await checkpoints.clear();
      return this.#save();
    }
    const { checkpoint, history } = await checkpoints.load();
    this.#stepsTaken = checkpoint.position.step;
    // Its configuration says that it is a run of this kind.
    this.#history = history as FitPoint[];
    this.#best = checkpoint.best;
    checkConfiguration(checkpoints.place, checkpoint.configuration, {
      ...this.#configuration,
      [ratesKey]: await this.#ratesSoFar(),
    });
    this.#adjustment = checkpoint.adjustment;
    this.#batches.moveTo(checkpoint.position, checkpoint.adjustment?.batchSize);
    await this.#training.state.write(checkpoint.state);
  }

  /** A run may be resumed with another length or schedule, provided that it would have come here with the same rates. */
  async #ratesSoFar(): Promise<string> {
    const factors = Float64Array.from({ length: this.#stepsTaken }, (_, step) =>
      this.#schedule(step, this.#totalSteps),
    );
    return sha256(new Uint8Array(factors.buffer));
  }
}

async function firstBatch(data: BatchSource): Promise<Batch> {
  for await (const batch of data.epoch(0)) return batch;
  throw new BlockzooError("fit: the data give no batch");
}

/** What must be the same for a resumed run to give the numbers of one that was never stopped. */
async function configurationOf<M extends Model, B>(
  { seed = 0, optimizer, clip, ema, data }: FitOptions<M, B>,
  { graph, constants }: TrainStep,
  first: Batch,
): Promise<Configuration> {
  const parameters = graph.state.filter(({ kind }) => kind !== "slot");
  const listed = parameters.map(({ name, tensor }) => `${name} ${describeType(tensor)}`).toSorted();
  const count = parameters.reduce(
    (total, { tensor }) => total + tensor.shape.reduce<number>((a, b) => a * Number(b), 1),
    0,
  );
  return {
    seed: String(seed),
    model: `of ${parameters.length} weights with ${count} values`,
    "update rule": describeRule(optimizer),
    clipping: JSON.stringify(clip ?? "none"),
    averaging: JSON.stringify(ema ?? "none"),
    "batch size": String(data.batchSize),
    "batches per epoch": String(data.batchesPerEpoch),
    batch: describeBatch(typesOf(first)),
    "set of weights": await sha256(listed.join("\n")),
    "first batch (other data, or another order of them)": await sha256OfArrays(Object.entries(first)),
    ...(constants.size > 0 && { "weights of frozen blocks": await sha256OfArrays(constants) }),
    "training graph (another network or loss)": hashGraph(graph),
  };
}

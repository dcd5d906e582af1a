import { messageOf, type Backend } from "@blockzoo/core";
import type { Adjustment, BetweenSteps, CheckpointStore, HistoryPoint, Recipe, RecipeResult } from "@blockzoo/family";
import { savedRun } from "@blockzoo/train";
import { Speed } from "./speed.js";
import type { Turns } from "./turns.js";

/** What a lane does: nothing, make its data and its program, take steps, or be at its end. */
export type LanePhase = "idle" | "preparing" | "going" | "finished";

/** What the page is told of a lane, besides its curve. */
export interface LaneState {
  /** As the recipe calls it among those beside it; the recipe itself is `"main"`. */
  readonly name: string;
  readonly phase: LanePhase;
  readonly step: number;
  /** Undefined before a run has said it. */
  readonly totalSteps: number | undefined;
  /** On held-out data, at the end. */
  readonly metrics: Readonly<Record<string, number>> | undefined;
  readonly stepsPerSecond: number | undefined;
  /** Why it ended before its end. */
  readonly problem: string | undefined;
}

export interface LaneOptions {
  readonly name: string;
  readonly recipe: Recipe;
  /** Steps or other facts changed. */
  readonly onChange: () => void;
  /** Done between two steps. */
  readonly between?: (run: BetweenSteps) => Promise<void>;
  /** Done once where the runs are held before a step. */
  readonly whenHeld?: (run: BetweenSteps) => Promise<void>;
  /** What is changed by hand about the steps from now on. */
  readonly adjustment?: () => Adjustment;
}

/** Milliseconds of training that are lost at most when a tab is closed. */
const unsaved = 3000;

/** One run of a recipe among those that take turns. */
export class Lane {
  readonly name: string;
  readonly recipe: Recipe;
  readonly #onChange: () => void;
  readonly #between: LaneOptions["between"];
  readonly #whenHeld: LaneOptions["whenHeld"];
  readonly #adjustment: LaneOptions["adjustment"];
  #history: HistoryPoint[] = [];
  #phase: LanePhase = "idle";
  #totalSteps: number | undefined;
  #metrics: Readonly<Record<string, number>> | undefined;
  #problem: string | undefined;
  #speed = new Speed();
  #stop = new AbortController();

  constructor({ name, recipe, onChange, between, whenHeld, adjustment }: LaneOptions) {
    this.name = name;
    this.recipe = recipe;
    this.#onChange = onChange;
    this.#between = between;
    this.#whenHeld = whenHeld;
    this.#adjustment = adjustment;
    const { steps } = recipe.settings;
    this.#totalSteps = typeof steps === "number" ? steps : undefined;
  }

  get history(): readonly HistoryPoint[] {
    return this.#history;
  }

  get state(): LaneState {
    return {
      name: this.name,
      phase: this.#phase,
      step: this.#history.at(-1)?.step ?? 0,
      totalSteps: this.#totalSteps,
      metrics: this.#metrics,
      stepsPerSecond: this.#speed.stepsPerSecond,
      problem: this.#problem,
    };
  }

  /** Takes over what a store has; nothing goes on. */
  async restore(store: CheckpointStore): Promise<void> {
    const saved = await savedRun(store);
    this.#history = [...(saved?.history ?? [])];
    if (saved !== undefined) this.#totalSteps = saved.totalSteps;
    if (this.#phase !== "preparing") this.#phase = saved?.finished === true ? "finished" : "idle";
    this.#onChange();
  }

  /** Forgets all that it knows of its run. */
  clear(): void {
    [this.#history, this.#phase, this.#metrics, this.#problem] = [[], "idle", undefined, undefined];
    this.#onChange();
  }

  /** It will run: from now on it can be stopped. */
  prepare(): void {
    this.#stop = new AbortController();
    this.#problem = undefined;
    this.#speed = new Speed();
    this.#phase = "preparing";
    this.#onChange();
  }

  /** Runs, once it is prepared, from where the store has it to the end, or to where it is stopped. */
  async run(backend: Backend, store: CheckpointStore, turns: Turns): Promise<RecipeResult | undefined> {
    const { signal } = this.#stop;
    let savedAt = performance.now();
    const beforeStep = async (run: BetweenSteps) => {
      this.#speed.end(performance.now());
      this.#phase = "going";
      if (performance.now() - savedAt > unsaved) {
        await run.save();
        savedAt = performance.now();
      }
      await this.#between?.(run);
      let held: Promise<void> | undefined;
      await turns.next(this.name, run.step, { signal, whenHeld: () => (held = this.#held(run)) });
      // What is kept while a run is held must be there before anything more is.
      await held;
      this.#speed.begin(performance.now());
      return this.#adjustment?.();
    };
    try {
      const result = await this.recipe.run({
        backend,
        checkpoints: store,
        // By time, see above: a small network takes hundreds of steps in a second, a deep one less than one.
        checkpointEvery: Number.MAX_SAFE_INTEGER,
        resume: (await store.read()) !== undefined,
        validateEvery: validationsEvery(this.#totalSteps),
        signal,
        onProgress: ({ totalSteps, ...point }) => {
          this.#history.push(point);
          this.#totalSteps = totalSteps;
          this.#onChange();
        },
        beforeStep,
      });
      this.#metrics = result.finished ? result.metrics : undefined;
      this.#phase = result.finished ? "finished" : "idle";
      return result;
    } catch (error) {
      this.fail(error);
      // Steps behind the last checkpoint are lost.
      await this.restore(store);
      return undefined;
    } finally {
      turns.leave(this.name);
      this.#onChange();
    }
  }

  /** A person may close the tab now, and wants to see what there is. */
  async #held(run: BetweenSteps): Promise<void> {
    await run.save();
    await this.#whenHeld?.(run);
  }

  /** Its run cannot go on. */
  fail(reason: unknown): void {
    [this.#problem, this.#phase] = [messageOf(reason), "idle"];
    this.#onChange();
  }

  /** Takes over what a run at its end was measured to be. */
  keepMetrics(metrics: Readonly<Record<string, number>>): void {
    this.#metrics = metrics;
    this.#onChange();
  }

  /** Ends the run after its step, with a checkpoint, or before its first one. */
  stop(): void {
    this.#stop.abort();
  }
}

/** Forty points of the curve of held-out data, as far as they are not too dense or too far apart. */
function validationsEvery(totalSteps = 1000): number {
  return Math.min(100, Math.max(10, Math.round(totalSteps / 40)));
}

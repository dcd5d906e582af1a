import { check, inTurn, type Backend, type StateDict } from "@blockzoo/core";
import type {
  Adjustment,
  BetweenSteps,
  CheckpointStore,
  HistoryPoint,
  Recipe,
  RecipeResult,
  Variant,
} from "@blockzoo/family";
import { Lane, type LaneState } from "./lane.js";
import { Looker, type Look } from "./looks.js";
import type { RunPlace, RunUse } from "./run-place.js";
import { Session } from "./session.js";

/** Lends the backend that is open. */
export interface BackendLender {
  use<T>(work: (backend: Backend) => Promise<T>): Promise<T>;
}

/** A training does nothing, takes steps, waits for a person, or comes to its end behind the present step; or another tab has it. */
export type RacePhase = "idle" | "going" | "paused" | "ending" | "elsewhere";

/** What the page is told of a training, besides its curves and looks. */
export interface RaceState {
  readonly phase: RacePhase;
  /** The recipe itself, `main`, and then those that run beside it. */
  readonly lanes: readonly LaneState[];
  readonly adjustment: Adjustment;
}

export interface RaceOptions {
  readonly recipe: Recipe;
  /** What it trains, where that is more than the recipe says. */
  readonly variant?: Variant | undefined;
  readonly runtime: BackendLender;
  readonly place: RunPlace;
  /** Called at each change, of which there are many. */
  readonly onChange: () => void;
}

/**
 * Training of a recipe in front of a person, with its baselines and its broken control beside it where that is wanted.
 *
 * What a person asks for counts from that moment on, whatever is being opened, read or ended meanwhile: sessions of runs, and all that
 * is done with what is kept of runs, take place one after the other in the order in which they were asked for.
 */
export class Race {
  readonly recipe: Recipe;
  readonly #runtime: BackendLender;
  readonly #place: RunPlace;
  readonly #onChange: () => void;
  readonly #looker: Looker;
  readonly #main: Lane;
  readonly #beside = new Map<string, Lane>();
  #adjustment: Adjustment = {};
  #look: Look | undefined;
  /** The main run, while it goes on. */
  #between: BetweenSteps | undefined;
  /** The weights with which it ended last. */
  #learned: StateDict | undefined;
  /** The last one that was asked for. */
  #session: Session | undefined;
  /** Whether another tab has what is kept, and it is not read since. */
  #isElsewhere = false;
  /** Whether it is read as soon as no other tab has it. */
  #waitsForOtherTab = false;
  /** Whether another runtime is being opened. */
  #isChanging = false;
  /** How many steps are taken once it is open. */
  #stepsAfterChange = 0;

  constructor({ recipe, variant, runtime, place, onChange }: RaceOptions) {
    this.recipe = recipe;
    this.#runtime = runtime;
    this.#place = place;
    this.#onChange = onChange;
    this.#looker = new Looker(recipe, variant);
    this.#main = new Lane({
      name: "main",
      recipe,
      onChange,
      between: (run) => this.#pass(run),
      whenHeld: (run) => this.#lookAt(run),
      adjustment: () => this.#adjustment,
    });
  }

  get state(): RaceState {
    return { phase: this.#phase, lanes: this.#lanes.map((lane) => lane.state), adjustment: this.#adjustment };
  }

  /** What the network does by now. */
  get look(): Look | undefined {
    return this.#look;
  }

  /** The points of the curves, by lane. */
  get histories(): ReadonlyMap<string, readonly HistoryPoint[]> {
    return new Map(this.#lanes.map(({ name, history }) => [name, history]));
  }

  get #lanes(): readonly Lane[] {
    return [this.#main, ...this.#beside.values()];
  }

  get #phase(): RacePhase {
    if (this.#isElsewhere) return "elsewhere";
    if (this.#session === undefined) return "idle";
    if (this.#session.isEnding) return "ending";
    return this.#session.isHeld ? "paused" : "going";
  }

  /** Shows what is kept of the runs, unless they go on here, or are in another tab. */
  async restore(): Promise<void> {
    if (this.#session !== undefined) return;
    await this.#withKept("read", async () => {
      await this.#restoreLanes();
      this.#adjustment = this.#main.history.at(-1)?.adjustment ?? {};
      this.#onChange();
    });
  }

  /**
   * Goes on, or begins: by default to the end, else for so many steps of the main run. Resolves once all has ended; at once while
   * another runtime is being opened, on which it then goes on.
   */
  async go(steps = Infinity): Promise<void> {
    if (this.#isChanging) {
      this.#stepsAfterChange = steps;
      return;
    }
    if (this.#session === undefined || this.#session.isEnding) this.#session = this.#newSession(steps);
    else this.#session.allow(steps, this.#main.state.step);
    this.#onChange();
    await this.#session.ended;
  }

  /** Waits before the next step, with a checkpoint. */
  pause(): void {
    this.#stepsAfterChange = 0;
    this.#session?.allow(0, this.#main.state.step);
  }

  /** Ends all runs behind their step, each with a checkpoint. */
  async stop(): Promise<void> {
    this.#stepsAfterChange = 0;
    await this.#endSession();
  }

  /** Forgets the runs, and what was changed by hand. */
  async startOver(): Promise<void> {
    const stopped = this.stop();
    const forgotten = this.#withKept("change", async () => {
      for (const lane of this.#lanes) {
        await this.#place.remove(this.#storeName(lane));
        lane.clear();
      }
      [this.#adjustment, this.#look, this.#learned] = [{}, undefined, undefined];
      this.#onChange();
    });
    await Promise.all([stopped, forgotten]);
  }

  /** Before another runtime is opened: the runs end, to go on there if they did here. */
  async beforeChange(): Promise<void> {
    this.#isChanging = true;
    if (this.#session !== undefined && this.#phase === "going") this.#stepsAfterChange = this.#session.steps;
    await this.#endSession();
  }

  /** Once another runtime is open. */
  afterChange(): void {
    const steps = this.#stepsAfterChange;
    [this.#isChanging, this.#stepsAfterChange] = [false, 0];
    if (steps > 0) void this.go(steps);
  }

  /** What is changed by hand about the main run from its next step on. */
  adjust(adjustment: Adjustment): void {
    this.#adjustment = adjustment;
    this.#onChange();
  }

  /** Which of the baselines and the control run beside the recipe, by name; runs of others end, and are kept. */
  async setBeside(names: readonly string[]): Promise<void> {
    for (const [name, lane] of this.#beside) {
      if (names.includes(name)) continue;
      lane.stop();
      this.#beside.delete(name);
    }
    const lanes = names.filter((name) => !this.#beside.has(name)).map((name) => this.#newLane(name));
    for (const lane of lanes) this.#beside.set(lane.name, lane);
    this.#onChange();
    const session = this.#session;
    if (session === undefined || session.isEnding) {
      await this.#withKept("read", async () => {
        for (const lane of lanes) await lane.restore(await this.#storeOf(lane));
      });
    } else if (session.hasBegun) {
      for (const lane of lanes) this.#join(lane, session);
    }
  }

  /** The weights by now: of the run between two steps, or as it ended, or as they are kept. */
  async weights(): Promise<StateDict> {
    if (this.#between !== undefined) return this.#between.weights();
    if (this.#learned === undefined) await this.readKept();
    check(this.#learned !== undefined, () => `${this.recipe.id} has learned nothing yet: take a step first`);
    return this.#learned;
  }

  /** Reads the weights that are kept, and looks at them; those of a run at its end are measured. */
  async readKept(): Promise<void> {
    if (this.#session !== undefined) return;
    await this.#withKept("read", async () => {
      const { step, phase } = this.#main.state;
      if (step === 0 || this.#learned !== undefined) return;
      const signal = phase === "finished" ? undefined : AbortSignal.abort();
      const checkpoints = await this.#storeOf(this.#main);
      await this.#runtime.use(async (backend) => {
        const result = await this.recipe.run({ backend, checkpoints, resume: true, ...(signal && { signal }) });
        if (result.finished) this.#main.keepMetrics(result.metrics);
        await this.#keep(result, backend);
      });
    });
  }

  #newLane(name: string): Lane {
    const recipe = name === "control" ? this.recipe.control : this.recipe.baselines?.[name];
    check(recipe !== undefined, () => `${this.recipe.id} has nothing beside it that is called "${name}"`);
    return new Lane({ name, recipe, onChange: this.#onChange });
  }

  /** A session that begins in its turn, to its end. */
  #newSession(steps: number): Session {
    return new Session(steps, this.#onChange, async (session) => {
      try {
        await this.#withKept("change", () => this.#live(session));
      } finally {
        if (this.#session === session) this.#session = undefined;
        this.#onChange();
      }
    });
  }

  /** The runs of a session, from the first step of the first to the end of the last. */
  async #live(session: Session): Promise<void> {
    // Another tab may have gone on with them since.
    await this.#restoreLanes();
    if (session.isEnding) return;
    this.#learned = undefined;
    for (const lane of this.#lanes) this.#join(lane, session);
    session.begin(this.#main.state.step);
    await session.runsEnded();
  }

  /** Starts the run of a lane in a session. */
  #join(lane: Lane, session: Session): void {
    lane.prepare();
    session.add(lane.name, async () => {
      try {
        const store = await this.#storeOf(lane);
        // Who joins late was not read with the others.
        if (lane.state.step === 0) await lane.restore(store);
        await this.#runtime.use(async (backend) => {
          const result = await lane.run(backend, store, session.turns);
          if (lane === this.#main && result !== undefined) await this.#keep(result, backend);
        });
      } catch (error) {
        lane.fail(error);
        session.turns.leave(lane.name);
      }
      if (lane !== this.#main) return;
      this.#between = undefined;
      // There is nothing to compare with a run that failed.
      if (lane.state.problem !== undefined) for (const each of this.#beside.values()) each.stop();
    });
  }

  async #endSession(): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    session.isEnding = true;
    for (const lane of this.#lanes) lane.stop();
    this.#onChange();
    await session.ended;
  }

  /** The main run ended, or is read as it once did. */
  async #keep(result: RecipeResult, backend: Backend): Promise<void> {
    const { weights, finished } = result;
    this.#between = undefined;
    this.#learned = weights;
    this.#look = await this.#looker.look({ backend, weights, ...(finished && { measured: result }) });
    this.#onChange();
  }

  /** Between two steps of the main run. */
  async #pass(run: BetweenSteps): Promise<void> {
    this.#between = run;
    if (this.#looker.isDue) await this.#lookAt(run);
  }

  async #lookAt(run: BetweenSteps): Promise<void> {
    const weights = await run.weights();
    this.#look = await this.#runtime.use((backend) => this.#looker.look({ backend, weights }));
    this.#onChange();
  }

  /** Takes over what is kept, also what another tab has left. */
  async #restoreLanes(): Promise<void> {
    for (const lane of this.#lanes) await lane.restore(await this.#storeOf(lane));
    this.#isElsewhere = false;
  }

  /** Does something with what is kept, after all that was asked for before it, unless the runs go on in another tab. */
  #withKept(use: RunUse, work: () => Promise<void>): Promise<void> {
    return inTurn(this, async () => {
      const release = await this.#place.hold(this.recipe.id, use);
      if (release === undefined) return this.#waitForOtherTab();
      try {
        await work();
      } finally {
        release();
      }
    });
  }

  /** Once no other tab has the run, what it has left is shown. */
  #waitForOtherTab(): void {
    this.#isElsewhere = true;
    this.#onChange();
    if (this.#waitsForOtherTab) return;
    this.#waitsForOtherTab = true;
    void this.#place.freed(this.recipe.id).then(() => {
      this.#waitsForOtherTab = false;
      return this.restore();
    });
  }

  #storeOf(lane: Lane): Promise<CheckpointStore> {
    return this.#place.store(this.#storeName(lane));
  }

  #storeName(lane: Lane): string {
    return lane === this.#main ? this.recipe.id : `${this.recipe.id} beside ${lane.name}`;
  }
}

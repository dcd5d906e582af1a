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
import type { RunPlace } from "./run-place.js";
import { Session } from "./session.js";
import { Turns } from "./turns.js";

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

/** Training of a recipe in front of a person, with its baselines and its broken control beside it where that is wanted. */
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
  #session: Session | undefined;
  #isElsewhere = false;
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
    return this.#session.turns.isHeld ? "paused" : "going";
  }

  /** Shows what is kept of the runs, unless they go on here, or are in another tab. */
  restore(): Promise<void> {
    return this.#alone(async () => {
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
    const limit = () => this.#main.state.step + steps;
    this.#session?.turns.allow(limit());
    await this.#alone(async (release) => {
      // Another tab may have gone on with them since.
      await this.#restoreLanes();
      if (this.#isChanging) {
        this.#stepsAfterChange = Math.max(this.#stepsAfterChange, steps);
        return;
      }
      this.#learned = undefined;
      this.#session = new Session(new Turns(limit(), this.#onChange), () => {
        [this.#session, this.#between] = [undefined, undefined];
        release();
        this.#onChange();
      });
      for (const lane of this.#lanes) this.#join(lane);
    });
    await this.#session?.ended;
  }

  /** Waits before the next step, with a checkpoint. */
  pause(): void {
    this.#session?.turns.allow(0);
  }

  /** Ends all runs behind their step, each with a checkpoint. */
  async stop(): Promise<void> {
    if (this.#session === undefined) return;
    this.#session.isEnding = true;
    for (const lane of this.#lanes) lane.stop();
    this.#onChange();
    await this.#session.ended;
  }

  /** Forgets the runs, and what was changed by hand. */
  async startOver(): Promise<void> {
    await this.stop();
    await this.#alone(async () => {
      for (const lane of this.#lanes) {
        await this.#place.remove(this.#storeName(lane));
        lane.clear();
      }
      [this.#adjustment, this.#look, this.#learned] = [{}, undefined, undefined];
      this.#onChange();
    });
  }

  /** Before another runtime is opened: the runs end, to go on there if they did here. */
  async beforeChange(): Promise<void> {
    this.#isChanging = true;
    if (this.#phase === "going") this.#stepsAfterChange = Infinity;
    await this.stop();
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
    for (const name of names.filter((each) => !this.#beside.has(each))) {
      const recipe = name === "control" ? this.recipe.control : this.recipe.baselines?.[name];
      check(recipe !== undefined, () => `${this.recipe.id} has nothing beside it that is called "${name}"`);
      const lane = new Lane({ name, recipe, onChange: this.#onChange });
      this.#beside.set(name, lane);
      if (this.#session === undefined) await this.#alone(async () => lane.restore(await this.#storeOf(lane)));
      else this.#join(lane);
    }
    this.#onChange();
  }

  /** The weights by now: of the run between two steps, or as it ended, or as they are kept. */
  async weights(): Promise<StateDict> {
    if (this.#between !== undefined) return this.#between.weights();
    if (this.#learned === undefined) await this.readKept();
    check(this.#learned !== undefined, () => `${this.recipe.id} has learned nothing yet: take a step first`);
    return this.#learned;
  }

  /** Reads the weights that are kept, and looks at them; those of a run at its end are measured. */
  readKept(): Promise<void> {
    return this.#alone(async () => {
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

  /** Starts the run of a lane in the session, unless all are ending. */
  #join(lane: Lane): void {
    const session = this.#session!;
    if (session.isEnding) return;
    session.turns.expect(lane.name);
    lane.prepare();
    void session.add(async () => {
      try {
        const store = await this.#storeOf(lane);
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

  async #restoreLanes(): Promise<void> {
    for (const lane of this.#lanes) await lane.restore(await this.#storeOf(lane));
  }

  /**
   * Does something with what is kept, after what was begun before, while no other tab has it; nothing while the runs go on. The hold
   * on it ends with the work, or with the session that the work begins, which then releases it.
   */
  #alone(work: (release: () => void) => Promise<void>): Promise<void> {
    return inTurn(this, async () => {
      if (this.#session !== undefined) return;
      const release = await this.#place.hold(this.recipe.id);
      if (release === undefined) return this.#waitForOtherTab();
      this.#isElsewhere = false;
      try {
        await work(release);
      } finally {
        if (this.#session === undefined) release();
      }
    });
  }

  /** Once no other tab has the run, what it has left is shown. */
  #waitForOtherTab(): void {
    if (!this.#isElsewhere) void this.#place.freed(this.recipe.id).then(() => this.restore());
    this.#isElsewhere = true;
    this.#onChange();
  }

  #storeOf(lane: Lane): Promise<CheckpointStore> {
    return this.#place.store(this.#storeName(lane));
  }

  #storeName(lane: Lane): string {
    return lane === this.#main ? this.recipe.id : `${this.recipe.id} beside ${lane.name}`;
  }
}

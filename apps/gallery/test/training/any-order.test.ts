// Whatever a person asks for, at any moment and in any order: the last wish counts, nothing stands still, no number changes.
import { inTurn, RandomStream, referenceBackend } from "@blockzoo/core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Race, type BackendLender } from "../../src/laboratory/training/race.js";
import type { RunPlace } from "../../src/laboratory/training/run-place.js";
import { moonsRecipe as recipe } from "./moons-recipe.js";
import { memoryPlace } from "./places.js";

const backend = referenceBackend();
const alone = {
  main: (await recipe.run({ backend, validateEvery: 10 })).history,
  linear: (await recipe.baselines!["linear"]!.run({ backend, validateEvery: 10 })).history,
  control: (await recipe.control!.run({ backend, validateEvery: 10 })).history,
};
const orders = Array.from({ length: 40 }, (_, seed) => seed);
/** In one order. */
const wishes = 12;

/** A tab whose every wait takes more or less long, by chance. */
class Tab {
  readonly race: Race;
  readonly #random: RandomStream;
  readonly #place: RunPlace;
  /** What was asked for. */
  readonly #asked: Promise<unknown>[] = [];
  #isLeft = false;
  beside: readonly (keyof typeof alone)[] = [];

  constructor(place: RunPlace, seed: number, name: string) {
    this.#random = new RandomStream(seed, name);
    this.#place = place;
    const runtime: BackendLender = {
      use: async (work) => {
        await this.wait();
        return work(backend);
      },
    };
    const slow: RunPlace = {
      ...place,
      store: async (store) => {
        await this.wait();
        return place.store(store);
      },
      hold: async (run, use) => {
        await this.wait();
        return place.hold(run, use);
      },
    };
    const onChange = () => {
      if (this.#isLeft) expect(this.race.state.phase).not.toMatch(/going|paused/);
    };
    this.race = new Race({ recipe, place: slow, runtime, onChange });
  }

  async wait(): Promise<void> {
    const turns = this.#random.integer(4);
    if (turns === 3) await new Promise((resolve) => setTimeout(resolve, this.#random.integer(3)));
    else for (let turn = 0; turn < turns; turn++) await Promise.resolve();
  }

  /** Asks for something, and does not wait until it is done. */
  wish(): void {
    const all = [
      () => this.race.go(),
      () => this.race.go(1 + this.#random.integer(4)),
      async () => this.race.pause(),
      () => this.race.stop(),
      () => this.race.startOver(),
      () => this.race.restore(),
      () => this.race.readKept(),
      () => this.compare((["linear", "control"] as const).filter(() => this.#random.integer(2) === 0)),
      () => this.changeRuntime(),
    ];
    this.#asked.push(all[this.#random.integer(all.length)]!());
  }

  compare(names: readonly ("linear" | "control")[]): Promise<void> {
    this.beside = names;
    return this.race.setBeside(names);
  }

  /** As the laboratory does it. */
  changeRuntime(): Promise<void> {
    return inTurn(this, async () => {
      await this.race.beforeChange();
      this.#isLeft = true;
      await this.wait();
      this.#isLeft = false;
      this.race.afterChange();
    });
  }

  /** Once all changes are done that were asked for. */
  changed(): Promise<void> {
    return inTurn(this, async () => {});
  }

  /** All that was asked for is done, and nothing threw. */
  async settled(): Promise<void> {
    await Promise.all(this.#asked);
  }

  async kept(): Promise<readonly string[]> {
    return this.#place.names();
  }
}

describe.each(orders)("wishes in order %i", (seed) => {
  let tab: Tab;

  beforeEach(async () => {
    const place = memoryPlace();
    tab = new Tab(place, seed, "first");
    const other = new Tab(place, seed, "other");
    const random = new RandomStream(seed, "who");
    for (let wish = 0; wish < wishes; wish++) {
      (random.integer(4) === 0 ? other : tab).wish();
      await tab.wait();
    }
    await Promise.all([tab.changed(), other.changed()]);
    // The other tab is left.
    await other.race.stop();
    await other.settled();
    await vi.waitUntil(() => tab.race.state.phase !== "elsewhere");
  });

  it("goes on to its end, to the numbers of the recipe", async () => {
    await tab.race.go();
    await tab.settled();
    const histories = Object.fromEntries(tab.race.histories);
    expect(histories).toEqual(Object.fromEntries(["main" as const, ...tab.beside].map((name) => [name, alone[name]])));
    expect(tab.race.state.lanes.map(({ phase }) => phase)).toEqual(tab.race.state.lanes.map(() => "finished"));
    expect(tab.race.state.phase).toBe("idle");
  });

  it("is paused, whatever was asked for", async () => {
    tab.race.pause();
    await vi.waitFor(() => expect(tab.race.state.phase).toMatch(/paused|idle/));
    const { step } = tab.race.state.lanes[0]!;
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(tab.race.state.lanes[0]!.step).toBe(step);
    await tab.race.stop();
    await tab.settled();
  });

  it("is stopped, whatever was asked for", async () => {
    await tab.race.stop();
    expect(tab.race.state.phase).toBe("idle");
    await tab.settled();
    expect(tab.race.state.phase).toBe("idle");
  });

  it("is started over, whatever was asked for", async () => {
    await tab.race.startOver();
    await tab.settled();
    expect(tab.race.state.lanes.map(({ step }) => step)).toEqual(tab.race.state.lanes.map(() => 0));
    expect(tab.race.state.phase).toBe("idle");
    expect(await tab.kept()).not.toContain(recipe.id);
  });
});

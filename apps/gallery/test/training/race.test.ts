// A small recipe in front of a person: pauses, steps, reloads, other tabs, a lost device.
import { referenceBackend, type Backend } from "@blockzoo/core";
import type { BetweenSteps } from "@blockzoo/family";
import { describe, expect, it, vi } from "vitest";
import { Race, type BackendLender } from "../../src/laboratory/training/race.js";
import type { RunPlace } from "../../src/laboratory/training/run-place.js";
import { moonsRecipe as recipe } from "./moons-recipe.js";
import { memoryPlace } from "./places.js";

/** As it is told by the recipe itself. */
const whole = await recipe.run({ backend: referenceBackend(), validateEvery: 10 });

const lending = (backend: Backend): BackendLender => ({ use: (work) => work(backend) });

interface Opened {
  readonly place?: RunPlace;
  readonly backend?: Backend;
  readonly onChange?: (race: Race) => void;
}

function open({ place = memoryPlace(), backend = referenceBackend(), onChange }: Opened = {}): Race {
  const race: Race = new Race({ recipe, place, runtime: lending(backend), onChange: () => onChange?.(race) });
  return race;
}

const main = (race: Race) => race.state.lanes[0]!;
/** Does something to a race once it has taken so many steps. */
function at(step: number, act: (race: Race) => unknown): (race: Race) => void {
  let isDone = false;
  return (race) => {
    if (isDone || main(race).step !== step) return;
    isDone = true;
    void act(race);
  };
}
const pausingAt = (step: number) => at(step, (race) => race.pause());
const isPaused = (race: Race) => vi.waitFor(() => expect(race.state.phase).toBe("paused"));

/** A backend whose device is lost in the run number so and so. */
function losing(at: number): Backend {
  const backend = referenceBackend();
  let runs = 0;
  return {
    ...backend,
    async compile(graph, options) {
      const executable = await backend.compile(graph, options);
      const run: typeof executable.run = async (...args) => {
        if (++runs >= at) throw new Error("the device was lost");
        return executable.run(...args);
      };
      const { state } = executable;
      return { state, run, report: () => executable.report(), dispose: () => executable.dispose() };
    },
  };
}

describe("training in front of a person", () => {
  it("gives what the recipe gives", async () => {
    const race = open();
    await race.go();
    expect(race.histories.get("main")).toEqual(whole.history);
    expect(await race.weights()).toEqual(whole.weights);
    expect(main(race)).toMatchObject({ phase: "finished", step: 24, totalSteps: 24, metrics: whole.metrics });
    expect(race.look?.metrics).toEqual(whole.metrics);
    expect(race.state.phase).toBe("idle");
  });

  it("is paused, goes step by step and on, with the weights as they are meanwhile", async () => {
    const race = open({ onChange: pausingAt(5) });
    const ended = race.go();
    await isPaused(race);
    expect(main(race).step).toBe(5);
    expect(await race.weights()).toEqual((await recipe.run({ backend: referenceBackend(), steps: 5 })).weights);
    for (const step of [6, 7]) {
      void race.go(1);
      await vi.waitFor(() => expect(main(race).step).toBe(step));
      await isPaused(race);
    }
    void race.go();
    await ended;
    expect(race.histories.get("main")).toEqual(whole.history);
  });

  it("begins with one step", async () => {
    const race = open();
    void race.go(1);
    await isPaused(race);
    expect(main(race).step).toBe(1);
    await race.stop();
  });

  it("is adjusted from the next step on, and says so", async () => {
    const race = open({ onChange: pausingAt(4) });
    const ended = race.go();
    await isPaused(race);
    race.adjust({ learningRateFactor: 2, batchSize: 40 });
    void race.go();
    await ended;
    const history = race.histories.get("main")!;
    const beforeStep = ({ step }: BetweenSteps) => (step < 4 ? {} : { learningRateFactor: 2, batchSize: 40 });
    const expected = await recipe.run({ backend: referenceBackend(), validateEvery: 10, beforeStep });
    expect(history).toEqual(expected.history);
    expect(history.at(-1)!.adjustment).toEqual({ learningRateFactor: 2, batchSize: 40 });
  });

  it("goes on in a page that is loaded again, to the same numbers", async () => {
    const place = memoryPlace();
    const race = open({ place, onChange: pausingAt(9) });
    void race.go();
    await isPaused(race);
    race.adjust({ learningRateFactor: 0.5 });
    void race.go(2);
    await vi.waitFor(() => expect(main(race).step).toBe(11));
    await race.stop();
    expect(race.state.phase).toBe("idle");
    const again = open({ place });
    await again.restore();
    expect(again.state.adjustment).toEqual({ learningRateFactor: 0.5 });
    expect(again.histories.get("main")).toEqual(race.histories.get("main"));
    await again.readKept();
    expect(await again.weights()).toEqual(await race.weights());
    await again.go();
    const beforeStep = ({ step }: BetweenSteps) => ({ learningRateFactor: step < 9 ? 1 : 0.5 });
    const { history } = await recipe.run({ backend: referenceBackend(), validateEvery: 10, beforeStep });
    expect(again.histories.get("main")).toEqual(history);
    const later = open({ place });
    await later.restore();
    expect(main(later).phase).toBe("finished");
    await later.readKept();
    expect(main(later).metrics).toEqual(main(again).metrics);
  });

  it("is left alone by another tab, which shows it once it is free", async () => {
    const place = memoryPlace();
    const first = open({ place, onChange: pausingAt(6) });
    const second = open({ place });
    void first.go();
    await isPaused(first);
    await second.restore();
    expect(second.state.phase).toBe("elsewhere");
    await second.go();
    await second.startOver();
    expect([second.state.phase, main(first).step]).toEqual(["elsewhere", 6]);
    await first.stop();
    await vi.waitFor(() => expect(second.state.phase).toBe("idle"));
    expect(main(second).step).toBe(6);
    await second.go();
    expect(second.histories.get("main")).toEqual(whole.history);
  });

  it("loses a device, and goes on from its last checkpoint on another", async () => {
    const place = memoryPlace();
    const race = open({ place, backend: losing(12), onChange: pausingAt(5) });
    const ended = race.go();
    await isPaused(race);
    void race.go();
    await ended;
    expect(main(race)).toMatchObject({ phase: "idle", step: 5, problem: "the device was lost" });
    const again = open({ place });
    await again.go();
    expect(again.histories.get("main")).toEqual(whole.history);
  });

  it("goes on after another runtime was opened, where it went on before", async () => {
    const race = open({ onChange: at(8, (each) => each.beforeChange()) });
    await race.go();
    expect(main(race).step).toBeLessThan(24);
    race.afterChange();
    await vi.waitFor(() => expect(main(race).phase).toBe("finished"));
    expect(race.histories.get("main")).toEqual(whole.history);
    race.afterChange();
    expect(race.state.phase).toBe("idle");
  });

  it("does not begin while another runtime is being opened, but there", async () => {
    const race = open();
    await race.beforeChange();
    await race.go();
    expect([race.state.phase, main(race).step]).toEqual(["idle", 0]);
    race.afterChange();
    await vi.waitFor(() => expect(main(race).phase).toBe("finished"));
    expect(race.histories.get("main")).toEqual(whole.history);
  });

  it("is stopped before it has begun", async () => {
    const place = memoryPlace();
    const store = async (name: string) => {
      if (race.state.phase === "going") void race.stop();
      return place.store(name);
    };
    const race: Race = open({ place: { ...place, store } });
    await race.go();
    expect([race.state.phase, main(race).step, main(race).phase]).toEqual(["idle", 0, "idle"]);
    await race.setBeside(["linear"]);
    await race.go();
    expect(race.state.lanes.map(({ step }) => step)).toEqual([0, 0]);
  });

  it("takes turns with what is beside it, which may join late and leave early", async () => {
    const apart: number[] = [];
    const race = open({
      onChange(each) {
        const [own, ...others] = each.state.lanes;
        const going = others.filter(({ phase }) => phase === "going");
        if (own!.phase === "going") apart.push(...going.map(({ step }) => Math.abs(step - own!.step)));
      },
    });
    await race.setBeside(["linear", "chance"]);
    await race.go();
    const [own, linear, chance] = race.state.lanes;
    expect([own!.step, linear!.step, chance!.step]).toEqual([24, 24, 0]);
    expect(Math.max(...apart)).toBe(1);
    expect(chance!.metrics).toEqual({ accuracy: 0.5 });
    expect(race.histories.get("main")).toEqual(whole.history);

    const late = open({ onChange: pausingAt(7) });
    const ended = late.go();
    await isPaused(late);
    await late.setBeside(["control"]);
    void late.go();
    await ended;
    expect(late.state.lanes.map(({ step }) => step)).toEqual([24, 24]);
    await late.setBeside([]);
    expect(late.state.lanes).toHaveLength(1);
    await expect(late.setBeside(["nobody"])).rejects.toThrow('has nothing beside it that is called "nobody"');
  });

  it("starts over", async () => {
    const place = memoryPlace();
    const race = open({ place });
    await race.setBeside(["linear"]);
    void race.go(3);
    await isPaused(race);
    await race.startOver();
    expect(race.state.lanes.map(({ step, phase }) => [step, phase])).toEqual([
      [0, "idle"],
      [0, "idle"],
    ]);
    expect(await place.names()).toEqual([]);
    await expect(race.weights()).rejects.toThrow("has learned nothing yet");
    await race.go();
    expect(race.histories.get("main")).toEqual(whole.history);
  });
});

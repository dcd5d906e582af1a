import { describe, expect, it } from "vitest";
import { Turns } from "../../src/laboratory/training/turns.js";

/** Runs of so many steps that take turns; returns who took which step, in order. */
async function take(turns: Turns, runs: Readonly<Record<string, number>>, from: Readonly<Record<string, number>> = {}) {
  const taken: string[] = [];
  const held: string[] = [];
  const signal = new AbortController().signal;
  const run = async (name: string, steps: number) => {
    for (let step = from[name] ?? 0; step < steps; step++) {
      await turns.next(name, step, { signal, whenHeld: async () => void held.push(`${name}${step}`) });
      await Promise.resolve();
      taken.push(`${name}${step}`);
    }
    turns.leave(name);
  };
  for (const name of Object.keys(runs)) turns.expect(name);
  const ended = Promise.all(Object.entries(runs).map(([name, steps]) => run(name, steps)));
  return { taken, held, ended };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const open = (limit = Infinity) => new Turns(limit, () => {});

describe("runs that take turns", () => {
  it("go side by side, whoever is behind first", async () => {
    const { taken, ended } = await take(open(), { a: 4, b: 2, c: 3 });
    await ended;
    expect(taken).toEqual(["a0", "b0", "c0", "a1", "b1", "c1", "a2", "c2", "a3"]);
    const late = await take(open(), { a: 5, b: 5 }, { a: 3 });
    await late.ended;
    expect(late.taken.slice(-4)).toEqual(["a3", "b3", "a4", "b4"]);
  });

  it("are held, go for some steps, and go on", async () => {
    const turns = open(0);
    const { taken, held, ended } = await take(turns, { a: 5, b: 4 });
    await settled();
    expect([taken, held, turns.isHeld]).toEqual([[], ["a0", "b0"], true]);
    turns.allow(2);
    await settled();
    expect([taken, turns.isHeld]).toEqual([["a0", "b0", "a1", "b1"], true]);
    expect(held).toEqual(["a0", "b0", "a2", "b2"]);
    turns.allow(Infinity);
    expect(turns.isHeld).toBe(false);
    await ended;
    expect(taken.slice(4)).toEqual(["a2", "b2", "a3", "b3", "a4"]);
  });

  it("are held behind the step that one is in", async () => {
    const turns = open();
    const signal = new AbortController().signal;
    const held: string[] = [];
    const options = (name: string) => ({ signal, whenHeld: async () => void held.push(name) });
    await turns.next("a", 0, options("a"));
    const b = turns.next("b", 0, options("b"));
    turns.allow(0);
    expect([turns.isHeld, held]).toEqual([false, []]);
    void turns.next("a", 1, options("a"));
    expect([turns.isHeld, held]).toEqual([true, ["b", "a"]]);
    turns.allow(1);
    await b;
  });

  it("end without a turn where they are aborted, and say what goes wrong while they are held", async () => {
    const turns = open(0);
    const stop = new AbortController();
    const waiting = turns.next("a", 3, { signal: stop.signal, whenHeld: async () => {} });
    stop.abort();
    await waiting;
    await turns.next("a", 3, { signal: stop.signal, whenHeld: async () => {} });
    const full = { signal: new AbortController().signal, whenHeld: () => Promise.reject(new Error("no room")) };
    await expect(turns.next("b", 0, full)).rejects.toThrow("no room");
  });
});

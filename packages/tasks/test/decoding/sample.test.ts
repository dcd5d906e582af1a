import { greedy, sample, type SampleOptions } from "@blockzoo/tasks/decoding";
import { describe, expect, it } from "vitest";
import { randomSay, stepperOf } from "./random-steppers.js";

const probabilities = [0.5, 0.25, 0.15, 0.1];
/** Says the same whatever it has read. */
const { start: always } = stepperOf(() => ({ logProbabilities: probabilities.map(Math.log) }));
const constant = { start: always, stepper: { step: async () => always, select: () => always.state } };
const varied = stepperOf(randomSay({ seed: 2, tokens: 5 }));

async function drawn({ stepper, start } = varied, options: Partial<SampleOptions> = {}): Promise<number[]> {
  const tokens: number[] = [];
  for await (const token of sample(stepper, { start, length: 30, ...options })) tokens.push(token);
  return tokens;
}

async function shares(options: Partial<SampleOptions>): Promise<number[]> {
  const tokens = await drawn(constant, { length: 20_000, ...options });
  return probabilities.map((_, token) => tokens.filter((each) => each === token).length / tokens.length);
}

/** Five standard deviations of a share of 20,000. */
const apart = (share: number) => 5 * Math.sqrt((share * (1 - share)) / 20_000) + 1e-12;

describe("sample", () => {
  it.each([
    { temperature: 1 },
    { temperature: 0.5 },
    { temperature: 2 },
    { temperature: 1, topK: 2 },
    { temperature: 0.5, topK: 3 },
    { temperature: 1e-9 },
  ])("draws tokens as often as they are probable: %o", async ({ temperature, topK = 4 }) => {
    const kept = probabilities.map((each, token) => (token < topK ? (each / 0.5) ** (1 / temperature) : 0));
    const total = kept.reduce((sum, each) => sum + each, 0);
    const found = await shares({ temperature, topK });
    kept.forEach((each, token) => {
      expect(Math.abs(found[token]! - each / total)).toBeLessThan(apart(each / total));
    });
  });

  it("draws one sequence for one seed, another for another", async () => {
    expect(await drawn(varied, { seed: 7 })).toEqual(await drawn(varied, { seed: 7 }));
    expect(await drawn(varied, { seed: 7 })).not.toEqual(await drawn(varied, { seed: 8 }));
    expect(await drawn(varied, { seed: 7, length: 10 })).toEqual((await drawn(varied, { seed: 7 })).slice(0, 10));
  });

  it("takes the most probable token where topK is 1, or the temperature 0", async () => {
    const [expected] = await greedy(varied.stepper, { start: varied.start, end: -1, length: 30 });
    expect(await drawn(varied, { topK: 1, temperature: 3 })).toEqual([...expected!.tokens]);
    expect(await drawn(varied, { temperature: 0 })).toEqual([...expected!.tokens]);
  });

  it("ends before the end token", async () => {
    const all = await drawn(varied);
    expect(await drawn(varied, { end: all[6]! })).toEqual(all.slice(0, all.indexOf(all[6]!)));
  });

  it("reads a token when the next is asked for, and nothing once it is aborted", async () => {
    let steps = 0;
    const counting = {
      ...varied.stepper,
      step: (...args: Parameters<typeof varied.stepper.step>) => {
        steps++;
        return varied.stepper.step(...args);
      },
    };
    const { signal, abort } = abortable();
    const tokens = sample(counting, { start: varied.start, length: 30, signal });
    await tokens.next();
    expect(steps).toBe(0);
    await tokens.next();
    await tokens.next();
    expect(steps).toBe(2);
    abort();
    expect(await tokens.next()).toEqual({ done: true, value: undefined });
    expect(steps).toBe(2);
    expect(await drawn(varied, { signal })).toEqual([]);
  });

  it("lets a timer end it, though its network never waits for anything", async () => {
    const { signal, abort } = abortable();
    setTimeout(abort, 0);
    const length = 100_000_000;
    expect((await drawn(varied, { length, signal })).length).toBeLessThan(length);
  });

  it("refuses what it cannot do", async () => {
    await expect(drawn(varied, { temperature: -1 })).rejects.toThrow("temperature must be 0 or more, got -1");
    await expect(drawn(varied, { temperature: Number.NaN })).rejects.toThrow("temperature must be 0 or more, got NaN");
    await expect(drawn(varied, { topK: 0 })).rejects.toThrow("topK must be a whole number from 1, got 0");
    await expect(drawn(varied, { length: -1 })).rejects.toThrow("length must be a whole number from 1, got -1");
  });
});

function abortable(): { readonly signal: AbortSignal; abort(): void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

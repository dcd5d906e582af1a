import { beamSearch, coveragePenalty, greedy, lengthPenalty } from "@blockzoo/tasks/decoding";
import { describe, expect, it } from "vitest";
import { randomSay, stepperOf, type Said } from "./random-steppers.js";

const end = 0;
const seeds = [0, 1, 2, 3, 4, 5, 6, 7];

interface Scored {
  readonly tokens: readonly number[];
  readonly logProbability: number;
  readonly score: number;
}

/** All sequences that end within `length` tokens, and all that are cut there, each by its definition; the best first. */
function everySequence(
  say: (read: readonly number[]) => Said,
  { length, alpha, beta }: { readonly length: number; readonly alpha: number; readonly beta: number },
): { readonly ended: Scored[]; readonly cut: Scored[] } {
  const [ended, cut]: [Scored[], Scored[]] = [[], []];
  const visit = (tokens: readonly number[], logProbability: number, coverage: readonly number[]): void => {
    const isEnded = tokens.at(-1) === end;
    if (isEnded || tokens.length === length) {
      const covered = coverage.reduce((sum, each) => sum + Math.log(Math.min(each, 1)), 0);
      const score = logProbability / ((5 + tokens.length) / 6) ** alpha + (beta === 0 ? 0 : beta * covered);
      (isEnded ? ended : cut).push({ tokens, logProbability, score });
      return;
    }
    const { logProbabilities, attention = [] } = say(tokens);
    const further = attention.map((weight, place) => weight + (coverage[place] ?? 0));
    logProbabilities.forEach((each, token) => visit([...tokens, token], logProbability + each, further));
  };
  visit([], 0, []);
  const best = (list: Scored[]) => list.toSorted((a, b) => b.score - a.score);
  return { ended: best(ended), cut: best(cut) };
}

describe("beamSearch", () => {
  it.each([
    { alpha: 0, beta: 0 },
    { alpha: 1, beta: 0 },
    { alpha: 0.2, beta: 0.2 },
    { alpha: 0.6, beta: 3 },
  ])("of full width finds all sequences there are, in order, with α $alpha and β $beta", async ({ alpha, beta }) => {
    for (const seed of seeds) {
      const say = randomSay({ seed, tokens: 4, places: 3 });
      const { ended, cut } = everySequence(say, { length: 4, alpha, beta });
      const { stepper, start } = stepperOf(say);
      const penalties = { lengthPenalty: alpha, coveragePenalty: beta };
      const found = await beamSearch(stepper, { start, end, length: 4, beams: 4 ** 4, ...penalties });
      const all = [...ended, ...cut];
      expect(found.map(({ tokens }) => [...tokens])).toEqual(all.map(({ tokens }) => tokens));
      expect(found.map((each) => each.ended)).toEqual([...ended.map(() => true), ...cut.map(() => false)]);
      found.forEach(({ score, logProbability }, index) => {
        expect(score).toBeCloseTo(all[index]!.score, 10);
        expect(logProbability).toBeCloseTo(all[index]!.logProbability, 10);
      });
    }
  });

  it("with one beam is greedy, whatever the penalties", async () => {
    for (const seed of seeds) {
      const { stepper, start } = stepperOf(randomSay({ seed, tokens: 5, places: 2 }));
      const [expected] = await greedy(stepper, { start, end, length: 12 });
      for (const penalties of [{}, { lengthPenalty: 1, coveragePenalty: 1 }]) {
        const found = await beamSearch(stepper, { start, end, length: 12, beams: 1, ...penalties });
        expect(found).toEqual([{ ...expected, score: found[0]!.score }]);
      }
    }
  });

  it("finds nothing less probable than greedy, and more on average with more beams", async () => {
    const sums = [1, 2, 4, 8].map(() => 0);
    for (const seed of seeds) {
      const { stepper, start } = stepperOf(randomSay({ seed, tokens: 6 }));
      for (const [index, beams] of [1, 2, 4, 8].entries()) {
        const [best] = await beamSearch(stepper, { start, end, length: 10, beams });
        sums[index]! += best!.logProbability;
      }
    }
    expect(sums).toEqual(sums.toSorted((a, b) => a - b));
    expect(sums.at(-1)).toBeGreaterThan(sums[0]! + 1);
  });

  it("goes on behind the first hypothesis that ends, where a longer one has the better score", async () => {
    // Ends at once with .5; or says 1, 1, 1 and ends, with .5 in all as well, which lp(4) divides by 1.5.
    const say = (read: readonly number[]): Said => {
      const probabilities =
        read.length === 0 ? [0.5, 0.49, 0.01] : read.length < 3 ? [0.01, 0.98, 0.01] : [0.98, 0.01, 0.01];
      return { logProbabilities: probabilities.map(Math.log) };
    };
    const { stepper, start } = stepperOf(say);
    const search = async (alpha: number) =>
      (await beamSearch(stepper, { start, end, length: 10, beams: 2, lengthPenalty: alpha })).map(({ tokens }) => [
        ...tokens,
      ]);
    expect(await search(1)).toEqual([[1, 1, 1, 0], [0]]);
    expect(await search(0)).toEqual([[0], [1, 1, 1, 0]]);
  });

  it("divides each hypothesis by its own length, the end token counted", async () => {
    const { stepper, start } = stepperOf(randomSay({ seed: 3, tokens: 4 }));
    const found = await beamSearch(stepper, { start, end, length: 6, beams: 8, lengthPenalty: 0.7 });
    expect(new Set(found.map(({ tokens }) => tokens.length)).size).toBeGreaterThan(2);
    for (const { tokens, logProbability, score } of found) {
      expect(score).toBeCloseTo(logProbability / ((5 + tokens.length) / 6) ** 0.7, 12);
    }
  });

  it("runs no hypothesis that ended or cannot be returned any more", async () => {
    const { stepper, start } = stepperOf(randomSay({ seed: 1, tokens: 6 }));
    const ran: number[] = [];
    const counting = {
      ...stepper,
      step: (tokens: Int32Array, state: typeof start.state) => {
        expect(tokens).not.toContain(end);
        ran.push(tokens.length);
        return stepper.step(tokens, state);
      },
    };
    const found = await beamSearch(counting, { start, end, length: 1_000, beams: 5 });
    expect(found.every((each) => each.ended)).toBe(true);
    expect(ran.length).toBeLessThan(40);
    expect(Math.max(...ran)).toBeLessThanOrEqual(5);
  });

  it("returns what it has where the length is at its end", async () => {
    const { stepper, start } = stepperOf(() => ({ logProbabilities: [-Infinity, Math.log(0.75), Math.log(0.25)] }));
    const found = await beamSearch(stepper, { start, end, length: 3, beams: 2, lengthPenalty: 1 });
    expect(found.map(({ tokens, ended }) => ({ tokens: [...tokens], ended }))).toEqual([
      { tokens: [1, 1, 1], ended: false },
      { tokens: [1, 1, 2], ended: false },
    ]);
    expect(found[0]!.score).toBeCloseTo((3 * Math.log(0.75)) / (8 / 6), 12);
  });

  it("returns where each token looked", async () => {
    const say = randomSay({ seed: 5, tokens: 4, places: 3 });
    const { stepper, start } = stepperOf(say);
    const [best] = await beamSearch(stepper, { start, end, length: 6, beams: 3, coveragePenalty: 0.5 });
    const tokens = [...best!.tokens];
    expect(best!.attention!.shape).toEqual([tokens.length, 3]);
    const looked = tokens.flatMap((_, index) => say(tokens.slice(0, index)).attention!);
    looked.forEach((weight, index) => expect(best!.attention!.data[index]).toBeCloseTo(weight, 6));
  });

  it("refuses what it cannot do", async () => {
    const { stepper, start } = stepperOf(randomSay({ seed: 0, tokens: 3 }));
    const search = (options: object) => beamSearch(stepper, { start, end, length: 3, ...options });
    await expect(search({ beams: 0 })).rejects.toThrow("beams must be a whole number from 1, got 0");
    await expect(search({ length: 2.5 })).rejects.toThrow("length must be a whole number from 1, got 2.5");
    await expect(search({ lengthPenalty: -1 })).rejects.toThrow("lengthPenalty must be 0 or more, got -1");
    await expect(search({ coveragePenalty: 0.2 })).rejects.toThrow("needs a network with attention");
    await expect(search({ beam: 3 })).rejects.toThrow('no option "beam"; did you mean "beams"?');
    const nothing = stepperOf(() => ({ logProbabilities: [-Infinity, -Infinity] }));
    await expect(beamSearch(nothing.stepper, { start: nothing.start, end, length: 3 })).rejects.toThrow(
      "none of the 2 tokens is possible",
    );
  });
});

describe("greedy", () => {
  it("gives each row of a batch what it gets alone", async () => {
    const say = randomSay({ seed: 9, tokens: 4 });
    const behind = ([first = 0, ...read]: readonly number[]) => say([10 + first, ...read]);
    const alone = await Promise.all(
      [0, 1, 2, 3].map(async (first) => {
        const { stepper, start } = stepperOf((read) => behind([first, ...read]));
        return (await greedy(stepper, { start, end, length: 9 }))[0];
      }),
    );
    expect(new Set(alone.map((each) => each!.tokens.length)).size).toBeGreaterThan(1);
    const { stepper, start: empty } = stepperOf(behind);
    const start = await stepper.step(Int32Array.of(0, 1, 2, 3), stepper.select(empty.state, [0, 0, 0, 0]));
    expect(await greedy(stepper, { start, end, length: 9 })).toEqual(alone);
  });
});

describe("penalties", () => {
  it("have the values of their equations", () => {
    expect(lengthPenalty(1, 0.2)).toBe(1);
    expect(lengthPenalty(7, 1)).toBe(2);
    expect(lengthPenalty(19, 0.5)).toBe(2);
    expect(lengthPenalty(30, 0)).toBe(1);
    expect(
      coveragePenalty(
        [
          [1, 0],
          [0, 1],
        ],
        0.2,
      ),
    ).toBe(0);
    expect(
      coveragePenalty(
        [
          [0.5, 0.5],
          [1, 0],
        ],
        0.2,
      ),
    ).toBeCloseTo(0.2 * Math.log(0.5), 15);
    expect(
      coveragePenalty(
        [
          [0.75, 0.25],
          [0.75, 0.25],
        ],
        2,
      ),
    ).toBeCloseTo(2 * Math.log(0.5), 15);
    expect(coveragePenalty([[1, 0]], 0)).toBe(0);
    expect(coveragePenalty([[1, 0]], 1)).toBeCloseTo(-126 * Math.log(2), 10);
  });
});

import { evaluate, ndarray, RandomStream, tensor, type NDArray } from "@blockzoo/core";
import { bestPath, prefixBeamSearch, type LanguageModel } from "@blockzoo/ctc";
import { ctcLoss } from "@blockzoo/train";
import { describe, expect, it } from "vitest";

function draw(seed: number, shape: readonly number[], spread = 1): NDArray {
  const stream = new RandomStream(seed, "decoding");
  return ndarray(
    Float64Array.from({ length: shape.reduce((a, b) => a * b) }, () => spread * stream.normal()),
    shape,
  );
}

/** All sequences of labels of at most `length`, of those that are not the blank. */
function allLabellings(classes: number, length: number, blank: number): number[][] {
  if (length === 0) return [[]];
  const shorter = allLabellings(classes, length - 1, blank);
  const labels = Array.from({ length: classes }, (_, label) => label).filter((label) => label !== blank);
  return [
    ...shorter,
    ...shorter.filter((each) => each.length === length - 1).flatMap((each) => labels.map((label) => [...each, label])),
  ];
}

/** Every labelling with its log-probability by the loss, which its own tests compare with all paths one by one. */
async function exhaustive(logits: NDArray, blank: number): Promise<{ labels: number[]; logProbability: number }[]> {
  const [, steps, classes] = logits.shape as [number, number, number];
  const all = allLabellings(classes, steps, blank);
  const repeated = Float64Array.from(
    { length: all.length * logits.data.length },
    (_, index) => logits.data[index % logits.data.length]!,
  );
  const losses = await evaluate(() =>
    ctcLoss(
      tensor(ndarray(repeated, [all.length, steps, classes])),
      tensor(
        all.map((labels) => Array.from({ length: steps }, (_, at) => labels[at] ?? blank)),
        "int32",
      ),
      {
        labelLengths: tensor(
          all.map(({ length }) => length),
          "int32",
        ),
        blank,
        reduction: "none",
      },
    ),
  );
  return all.map((labels, index) => ({ labels, logProbability: -losses.data[index]! }));
}

describe("bestPath", () => {
  it("makes one of repeats, drops blanks, and says where labels begin", () => {
    const path = [0, 2, 2, 0, 2, 1, 1, 0];
    const logits = ndarray(
      path.flatMap((best) => [0, 1, 2].map((label) => (label === best ? 3 : 0))),
      [1, 8, 3],
    );
    expect(bestPath(logits)).toEqual([{ labels: [2, 2, 1], steps: [1, 4, 5] }]);
    expect(bestPath(logits, { blank: 2 })).toEqual([{ labels: [0, 0, 1, 0], steps: [0, 3, 5, 7] }]);
    expect(bestPath(logits, { lengths: [4] })).toEqual([{ labels: [2], steps: [1] }]);
    expect(bestPath(logits, { lengths: [0] })).toEqual([{ labels: [], steps: [] }]);
  });
});

describe("prefixBeamSearch", () => {
  it("finds what many paths say together, where the best path says something else", () => {
    // Blank is the best of both steps, yet the label has .64 of all paths: Graves et al. 2006, figure 2.
    const logits = ndarray([0.6, 0.4, 0.6, 0.4].map(Math.log), [1, 2, 2]);
    expect(bestPath(logits)[0]!.labels).toEqual([]);
    const [best, second] = prefixBeamSearch(logits)[0]!;
    expect([best!.labels, second!.labels]).toEqual([[1], []]);
    expect(Math.exp(best!.logProbability)).toBeCloseTo(0.64, 6);
    expect(Math.exp(second!.logProbability)).toBeCloseTo(0.36, 6);
  });

  it.each([
    { steps: 5, classes: 3, blank: 0 },
    { steps: 4, classes: 4, blank: 3 },
    { steps: 6, classes: 3, blank: 1 },
  ])("is exhaustive with a beam that holds all: $steps steps, $classes classes", async ({ steps, classes, blank }) => {
    const likesLow: LanguageModel = (label, before) => -0.7 * label + 0.3 * before.length;
    for (let seed = 0; seed < 4; seed++) {
      const logits = draw(seed, [1, steps, classes]);
      const all = (await exhaustive(logits, blank)).filter(({ logProbability }) => logProbability > -Infinity);
      const found = prefixBeamSearch(logits, { blank, beamWidth: 10_000 })[0]!;
      const byProbability = all.toSorted((a, b) => b.logProbability - a.logProbability);
      expect(found.map(({ labels }) => labels)).toEqual(byProbability.map(({ labels }) => labels));
      found.forEach(({ logProbability, score }, index) => {
        expect(logProbability).toBeCloseTo(byProbability[index]!.logProbability, 10);
        expect(score).toBe(logProbability);
      });

      const scored = all.map(({ labels, logProbability }) => ({
        labels,
        score: logProbability + labels.reduce((sum, label, at) => sum + likesLow(label, labels.slice(0, at)), 0),
      }));
      const [best] = scored.toSorted((a, b) => b.score - a.score);
      const [withModel] = prefixBeamSearch(logits, { blank, beamWidth: 10_000, languageModel: likesLow })[0]!;
      expect(withModel!.labels).toEqual(best!.labels);
      expect(withModel!.score).toBeCloseTo(best!.score, 10);
    }
  });

  it("is never worse than the best path, however narrow the beam", async () => {
    const logits = draw(9, [40, 5, 3], 1.5);
    const paths = bestPath(logits);
    const known = await Promise.all(
      paths.map((_, sample) => exhaustive(ndarray(logits.data.subarray(sample * 15, (sample + 1) * 15), [1, 5, 3]), 0)),
    );
    const probabilityOf = (sample: number, labels: readonly number[]) =>
      known[sample]!.find((each) => each.labels.join() === labels.join())!.logProbability;
    let better = 0;
    for (const beamWidth of [1, 2, 8]) {
      prefixBeamSearch(logits, { beamWidth }).forEach((hypotheses, sample) => {
        const [first] = hypotheses;
        expect(first!.logProbability).toBeCloseTo(probabilityOf(sample, first!.labels), 10);
        const ofPath = probabilityOf(sample, paths[sample]!.labels);
        expect(first!.logProbability).toBeGreaterThanOrEqual(ofPath - 1e-12);
        better += Number(first!.logProbability > ofPath + 1e-9);
        expect(hypotheses.length).toBeLessThanOrEqual(beamWidth + 1);
        expect(new Set(hypotheses.map(({ labels }) => labels.join())).size).toBe(hypotheses.length);
      });
    }
    expect(better).toBeGreaterThan(0);
  });

  it("reads each sample up to its length", () => {
    const logits = draw(2, [2, 6, 4]);
    const alone = ndarray(Float64Array.from(logits.data.subarray(24, 40)), [1, 4, 4]);
    const [, second] = prefixBeamSearch(logits, { lengths: [6, 4], beamWidth: 4 });
    expect(second).toEqual(prefixBeamSearch(alone, { beamWidth: 4 })[0]);
    expect(prefixBeamSearch(alone, { lengths: [0] })).toEqual([[{ labels: [], logProbability: 0, score: 0 }]]);
  });

  it("takes a class that is impossible", () => {
    const logits = ndarray([0, -Infinity, 0, 0, -Infinity, 0], [1, 2, 3]);
    const found = prefixBeamSearch(logits, { beamWidth: 100 })[0]!;
    expect(found.map(({ labels }) => labels)).toEqual([[2], []]);
    // Without a blank, each step says something.
    const spoken = ndarray([-Infinity, 0, 1, -Infinity, 0, 1], [1, 2, 3]);
    const labels = prefixBeamSearch(spoken, { beamWidth: 100 })[0]!.map((each) => each.labels);
    expect(new Set(labels.map((each) => each.join()))).toEqual(new Set(["1", "2", "1,2", "2,1"]));
  });

  it("finds nothing that the language model forbids", () => {
    const onlyOnes: LanguageModel = (label) => (label === 1 ? 0 : -Infinity);
    const found = prefixBeamSearch(draw(5, [1, 4, 3]), { beamWidth: 100, languageModel: onlyOnes })[0]!;
    const allowed = found.filter(({ score }) => score > -Infinity);
    expect(allowed.map(({ labels }) => labels.join()).toSorted()).toEqual(["", "1", "1,1"]);
    expect(found.slice(0, allowed.length)).toEqual(allowed);
  });
});

describe("decoders", () => {
  const logits = draw(0, [1, 2, 3]);
  it.each([
    [() => bestPath(ndarray([1, 2])), "bestPath expects logits [N, T, V], got float32[2]"],
    [() => bestPath(logits, { blank: 3 }), "bestPath: the blank must be one of 3 classes, 0 to 2, got 3"],
    [() => bestPath(logits, { lengths: [1, 1] }), "bestPath: there are 2 lengths for 1 samples"],
    [() => bestPath(logits, { lengths: [3] }), "bestPath: the length of sample 0 must be 0 to 2, got 3"],
    [
      () => prefixBeamSearch(ndarray([1, NaN], [1, 1, 2])),
      "prefixBeamSearch: logits of sample 0, step 0 are not finite",
    ],
    [
      () => prefixBeamSearch(logits, { beamWidth: 0 }),
      "prefixBeamSearch: the beam width must be a positive whole number, got 0",
    ],
  ])("refuse what does not fit: %s", (run, message) => {
    expect(run).toThrow(message);
  });
});

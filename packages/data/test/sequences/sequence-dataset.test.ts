import { ndarray } from "@blockzoo/core";
import {
  arrayDataset,
  everything,
  join,
  mapDataset,
  normalize,
  packSequences,
  sequenceDataset,
  shuffleLabels,
  splitDataset,
  standardize,
  subset,
  withinLengths,
} from "@blockzoo/data";
import { describe, expect, it } from "vitest";
import { repeated } from "./made-sequences.js";

const int32 = (...values: number[]) => ndarray(Int32Array.from(values));
const frames = (...values: number[][]) => ndarray(Float32Array.from(values.flat()), [values.length, 2]);

describe("packSequences", () => {
  it("puts sequences one after the other", () => {
    expect(packSequences([int32(5, 2, 7), int32(4)])).toEqual({
      dtype: "int32",
      stepShape: [],
      data: Int32Array.of(5, 2, 7, 4),
      offsets: Uint32Array.of(0, 3, 4),
    });
    expect(packSequences([frames([1, 2]), frames([3, 4], [5, 6])])).toMatchObject({
      stepShape: [2],
      offsets: { 2: 3 },
    });
  });

  it("refuses sequences of another type or step, and none", () => {
    expect(() => packSequences([int32(1), ndarray([1])])).toThrow("sequence 1 is float32[1], expected int32[steps]");
    expect(() => packSequences([frames([1, 2]), ndarray([[1]])], { name: "sounds" })).toThrow(
      "sounds: sequence 1 is float32[1,1], expected float32[steps,2]",
    );
    expect(() => packSequences([ndarray(Int32Array.of(1), [])])).toThrow("sequence 0 is int32[]");
    expect(() => packSequences([])).toThrow("there is no sequence");
  });
});

describe("sequenceDataset", () => {
  it("pads tokens and frames, with their lengths and what is beside them", () => {
    const dataset = sequenceDataset({
      name: "sounds",
      sequences: {
        x: packSequences([frames([1, 2]), frames([3, 4], [5, 6])]),
        words: packSequences([int32(7, 8, 9), int32(6)]),
      },
      arrays: { y: int32(1, 0) },
      labels: ["no", "yes"],
      padding: { words: -1 },
    });
    expect(dataset).toMatchObject({ name: "sounds", size: 2, labels: ["no", "yes"] });
    expect(dataset.gather([1, 0, 1])).toEqual({
      x: ndarray(Float32Array.of(3, 4, 5, 6, 1, 2, 0, 0, 3, 4, 5, 6), [3, 2, 2]),
      xLengths: int32(2, 1, 2),
      words: ndarray(Int32Array.of(6, -1, -1, 7, 8, 9, 6, -1, -1), [3, 3]),
      wordsLengths: int32(1, 3, 1),
      y: int32(0, 1, 0),
    });
    expect(dataset.gather([1], { padTo: { words: 2 } })).toMatchObject({
      x: { shape: [1, 2, 2] },
      words: ndarray(Int32Array.of(6, -1), [1, 2]),
    });
  });

  it("refuses a batch that is too short for a sample, and samples that there are not", () => {
    const dataset = repeated([2, 5]);
    expect(() => dataset.gather([0, 1], { padTo: { x: 4 } })).toThrow(
      "repeated: x of sample 1 has 5 steps, which do not fit into the 4 of the batch",
    );
    expect(() => dataset.gather([0], { padTo: { x: 2.5 } })).toThrow("repeated: x cannot be padded to 2.5 steps");
    expect(() => dataset.gather([2])).toThrow("there is no sample 2");
  });

  it("has empty sequences only where that is said", () => {
    const sequences = { x: packSequences([int32(1), int32()]) };
    expect(() => sequenceDataset({ name: "texts", sequences })).toThrow(
      "texts: x of sample 1 is empty: leave that sample out, or say allowEmpty: true",
    );
    const dataset = sequenceDataset({ name: "texts", sequences, allowEmpty: true });
    expect(dataset.gather([1])).toEqual({ x: ndarray(Int32Array.of(0), [1, 1]), xLengths: int32(0) });
    const none = sequenceDataset({ name: "none", sequences: { x: packSequences([int32()]) }, allowEmpty: true });
    expect(none.gather([0]).x).toEqual(ndarray(new Int32Array(0), [1, 0]));
  });

  it("refuses names that collide, numbers of samples that differ, and padding that cannot be", () => {
    const sequences = { x: packSequences([int32(1)]) };
    expect(() => sequenceDataset({ name: "a", sequences, arrays: { x: int32(1) } })).toThrow("found [x,xLengths,x]");
    expect(() => sequenceDataset({ name: "a", sequences, arrays: { xLengths: int32(1) } })).toThrow("different names");
    expect(() => sequenceDataset({ name: "a", sequences: {} })).toThrow("found []");
    expect(() => sequenceDataset({ name: "a", sequences, arrays: { y: int32(1, 2) } })).toThrow("y[2], xLengths[1]");
    expect(() => sequenceDataset({ name: "a", sequences, padding: { z: 1 } })).toThrow('padding of "z"');
    expect(() => sequenceDataset({ name: "a", sequences, padding: { x: 0.5 } })).toThrow("found 0.5");
  });
});

describe("data sets made of sequences", () => {
  it("keep their lengths when samples are chosen, and pad to the longest of those", () => {
    const dataset = subset(repeated([1, 4, 2, 3]), [2, 0]);
    expect(dataset.lengths).toEqual({ x: Uint32Array.of(2, 1) });
    expect(everything(dataset)).toEqual({
      x: ndarray(Int32Array.of(3, 3, 1, 0), [2, 2]),
      xLengths: int32(2, 1),
      y: int32(2, 0),
    });
    const parts = splitDataset(repeated([1, 1, 2, 2, 3, 3]), { fractions: [0.5, 0.5], stratifyBy: "xLengths" });
    expect(parts.map((part) => Uint32Array.from(part.lengths!.x!).toSorted())).toEqual([
      Uint32Array.of(1, 2, 3),
      Uint32Array.of(1, 2, 3),
    ]);
  });

  it("leave out what is too long or too short", () => {
    const within = (bounds: Parameters<typeof withinLengths>[1]) =>
      Array.from(everything(withinLengths(repeated([3, 1, 4, 2]), bounds)).y!.data);
    expect(within({ atMost: 3 })).toEqual([0, 1, 3]);
    expect(within({ atLeast: 2, atMost: 3 })).toEqual([0, 3]);
    const points = arrayDataset({ name: "points", arrays: { x: int32(1) } });
    expect(() => withinLengths(points, { atMost: 3 })).toThrow("points: has no sequences");
  });

  it("are joined without padding, whatever their lengths", () => {
    const both = join([repeated([1, 4]), repeated([2])], { name: "both" });
    expect(both.lengths).toEqual({ x: Uint32Array.of(1, 4, 2) });
    expect(both.gather([2, 0], { padTo: { x: 2 } })).toEqual({
      x: ndarray(Int32Array.of(1, 1, 1, 0), [2, 2]),
      xLengths: int32(2, 1),
      y: int32(0, 0),
    });
    const marked = sequenceDataset({
      name: "marked",
      sequences: { x: packSequences([int32(1), int32(2, 3)]) },
      padding: { x: 9 },
    });
    expect(join([marked, marked], { name: "twice" }).gather([2]).x).toEqual(ndarray(Int32Array.of(1, 9), [1, 2]));
    const points = arrayDataset({ name: "points", arrays: { x: ndarray(Int32Array.of(1, 2), [1, 2]), y: int32(0) } });
    expect(() => join([repeated([2]), points], { name: "mixed" })).toThrow('"xLengths" is int32[n,] in repeated');
  });

  it("deal labels out anew, sequences as a whole", () => {
    const sequences = {
      x: packSequences([int32(1), int32(2, 2), int32(3, 3, 3)]),
      y: packSequences([int32(1, 1, 1), int32(2, 2), int32(3)]),
    };
    const dataset = sequenceDataset({ name: "pairs", sequences });
    const dealt = shuffleLabels(dataset, { seed: 1 });
    const order = Array.from(everything(dealt).y!.data).filter((_, index) => index % 3 === 0);
    expect(order.toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    expect(order).not.toEqual([1, 2, 3]);
    expect(everything(dealt).x).toEqual(everything(dataset).x);
    for (const sample of [0, 1, 2]) {
      const steps = 4 - order[sample]!;
      expect(dealt.lengths!.y![sample]).toBe(steps);
      const { x, y, yLengths } = dealt.gather([sample], { padTo: { x: sample + 1, y: steps } });
      expect([...x!.data]).toEqual(Array.from({ length: sample + 1 }, () => sample + 1));
      expect([...y!.data]).toEqual(Array.from({ length: steps }, () => order[sample]));
      expect([...yLengths!.data]).toEqual([steps]);
    }
  });

  it("are standardized by feature, over what is real", () => {
    const dataset = sequenceDataset({
      name: "frames",
      sequences: { x: packSequences([frames([1, 10]), frames([2, 20], [6, 60])]) },
      padding: { x: -7 },
    });
    const { mean, deviation, transform } = standardize(dataset);
    expect(mean).toEqual([3, 30]);
    const expected = Math.sqrt((4 + 1 + 9) / 3);
    expect(deviation[0]).toBeCloseTo(expected, 12);
    expect(deviation[1]).toBeCloseTo(10 * expected, 12);
    const { x } = mapDataset(dataset, transform).gather([0], { padTo: { x: 2 } });
    expect(x).toEqual(ndarray(Float32Array.of(-2 / expected, -2 / expected, -7, -7), [1, 2, 2]));
  });

  it("are standardized as numbers where a step is one", () => {
    const sounds = sequenceDataset({
      name: "sounds",
      sequences: { x: packSequences([ndarray([1]), ndarray([2, 6])]) },
    });
    expect(standardize(sounds).mean).toEqual([3]);
    const { x } = mapDataset(sounds, normalize({ mean: 1, deviation: 2 })).gather([0, 1]);
    expect(x).toEqual(ndarray(Float32Array.of(0, 0, 0.5, 2.5), [2, 2]));
  });
});

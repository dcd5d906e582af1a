import { ndarray } from "@blockzoo/core";
import { arrayDataset, batched, everything, seriesWindows, standardize } from "@blockzoo/data";
import { tinyShakespeare } from "@blockzoo/data/node";
import { buildVocabulary, decodeText, textWindows } from "@blockzoo/data/text";
import { describe, expect, it } from "vitest";
import { realData } from "../real-data.js";
import { batchesOfEpoch } from "./made-sequences.js";

const count = (steps: number) => ndarray(Float32Array.from({ length: steps }, (_, step) => step));

describe("seriesWindows", () => {
  it("has what is known and what comes then", () => {
    const windows = seriesWindows({ name: "series", series: count(6), length: 3, horizon: 2 });
    expect(everything(windows)).toEqual({
      x: ndarray([
        [0, 1, 2],
        [1, 2, 3],
      ]),
      y: ndarray([
        [3, 4],
        [4, 5],
      ]),
    });
  });

  it("keeps the measurements of a time together", () => {
    const series = ndarray(Float32Array.of(0, 10, 1, 11, 2, 12, 3, 13, 4, 14), [5, 2]);
    const windows = seriesWindows({ name: "series", series, length: 2, stride: 2 });
    expect(windows.gather([1])).toEqual({
      x: ndarray(Float32Array.of(2, 12, 3, 13), [1, 2, 2]),
      y: ndarray(Float32Array.of(4, 14), [1, 1, 2]),
    });
    expect(windows.size).toBe(2);
  });

  it("is standardized as a series, before it is cut", () => {
    const series = ndarray(Float32Array.of(1, 3, 5), [3, 1]);
    const { transform } = standardize(arrayDataset({ name: "series", arrays: { x: series } }));
    const scaled = transform({ x: series }).x!;
    expect(scaled.data[0]).toBeCloseTo(-Math.sqrt(1.5), 6);
    expect(seriesWindows({ name: "series", series: scaled, length: 2 }).gather([0]).x!.shape).toEqual([1, 2, 1]);
  });

  it("says what cannot be", () => {
    const windows = (options: object) => seriesWindows({ name: "series", series: count(6), length: 3, ...options });
    expect(() => windows({ length: 6 })).toThrow("series: has 6 steps, one sample takes 7: use shorter windows");
    expect(() => windows({ horizon: 0 })).toThrow("whole numbers of steps from 1, found 0");
    expect(() => windows({ stride: 0.5 })).toThrow("found 0.5");
    expect(() => windows({ series: ndarray(Int32Array.of(1, 2)) })).toThrow("a series is float32[T] or float32[T,F]");
    expect(() => windows({}).gather([3])).toThrow("there is no sample 3");
  });
});

describe("textWindows", () => {
  const text = "abcdefghijklmnopqrstuvwxyz";
  const vocabulary = buildVocabulary([text], { tokenizer: "characters" });
  const read = ({ data, shape }: { data: ArrayLike<number>; shape: readonly number[] }) =>
    Array.from({ length: shape[0]! }, (_, row) =>
      decodeText(vocabulary, Array.from(data).slice(row * shape[1]!, (row + 1) * shape[1]!)),
    );

  it("follow one another, with the next token at each place", () => {
    const { x, y } = everything(textWindows({ name: "letters", text, vocabulary, length: 6 }));
    expect(read(x!)).toEqual(["abcdef", "ghijkl", "mnopqr", "stuvwx"]);
    expect(read(y!)).toEqual(["bcdefg", "hijklm", "nopqrs", "tuvwxy"]);
    expect(textWindows({ name: "letters", text, vocabulary, length: 6, stride: 1 }).size).toBe(20);
  });

  it("are streams where a row goes on in the next batch", async () => {
    const windows = textWindows({ name: "letters", text, vocabulary, length: 3 });
    const batches = await batchesOfEpoch(batched(windows, { batchSize: 2, sampling: "contiguous" }), 0);
    const rows = batches.map(({ x }) => read(x!));
    expect(rows.map(([first]) => first).join("")).toBe("abcdefghijkl");
    expect(rows.map(([, second]) => second).join("")).toBe("mnopqrstuvwx");
  });

  it("say what is too short, and which sign is unknown", () => {
    expect(() => textWindows({ name: "letters", text: "abc", vocabulary, length: 3 })).toThrow("one sample takes 4");
    expect(() => textWindows({ name: "letters", text: "abç", vocabulary, length: 1 })).toThrow('letters: token 2, "ç"');
  });
});

describe("tinyShakespeare", () => {
  const folder = realData("tinyshakespeare");
  it.skipIf(folder === undefined)("is what it is known to be", async () => {
    const text = await tinyShakespeare({ folder: folder! });
    expect(text).toHaveLength(1_115_394);
    const vocabulary = buildVocabulary([text], { tokenizer: "characters" });
    expect(vocabulary.tokens).toHaveLength(65);
    const windows = textWindows({ name: "shakespeare", text, vocabulary, length: 100 });
    expect(windows.size).toBe(11_153);
    expect(decodeText(vocabulary, windows.gather([0]).x!.data)).toBe(text.slice(0, 100));
  });
});

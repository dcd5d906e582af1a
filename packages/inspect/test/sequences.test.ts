// What is seen of networks that read sequences: gates over time, posteriors, coloured text.
import {
  Block,
  GRU,
  initialize,
  Linear,
  LSTM,
  ndarray,
  referenceBackend,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { gatesOf, posteriorsSvg, textSvg, tracesSvg, type ArrayValue } from "../src/index.js";
import { elementsOf, hostile } from "./well-formed.js";

const limit = 300_000;
const backend = referenceBackend();
const waves = (length: number) => Float32Array.from({ length }, (_, index) => Math.sin(index * 1.7) * 2);
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);

class Reader extends Block {
  readonly lstm = new LSTM(2, 3);
  readonly head = new Linear(3, 1);

  forward(x: Tensor): Tensor {
    return this.head.forward(this.lstm.forward(x).last);
  }
}

/** One LSTM along one sequence, written out: what stands in the paper's equations, with PyTorch's order of rows. */
function lstmByHand(weights: StateDict, x: readonly (readonly number[])[], units: number) {
  const at = (name: string, ...place: number[]) => {
    const { data, shape } = weights.get(`lstm.${name}`)!;
    return data[place.reduce((sum, index, axis) => sum * shape[axis]! + index, 0)]!;
  };
  const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));
  const seen: Record<string, number[]> = { "input gate": [], "forget gate": [], "output gate": [], h: [], c: [] };
  let [h, c] = [Array<number>(units).fill(0), Array<number>(units).fill(0)];
  for (const input of x) {
    const sum = (row: number) =>
      at("bias_ih_l0", row) +
      at("bias_hh_l0", row) +
      input.reduce((total, value, column) => total + at("weight_ih_l0", row, column) * value, 0) +
      h.reduce((total, value, column) => total + at("weight_hh_l0", row, column) * value, 0);
    const rows = Array.from({ length: 4 * units }, (_, row) => sum(row));
    const [i, f, g, o] = [0, 1, 2, 3].map((part) => rows.slice(part * units, (part + 1) * units));
    c = c.map((cell, unit) => sigmoid(f![unit]!) * cell + sigmoid(i![unit]!) * Math.tanh(g![unit]!));
    h = c.map((cell, unit) => sigmoid(o![unit]!) * Math.tanh(cell));
    const now = { "input gate": i!.map(sigmoid), "forget gate": f!.map(sigmoid), "output gate": o!.map(sigmoid), h, c };
    for (const [name, values] of Object.entries(now)) seen[name]!.push(...values);
  }
  return seen;
}

describe("gatesOf", () => {
  it("gives the gates and the cell of each step, as the equations have them", async () => {
    const weights = initialize(new Reader(), { seed: 4 });
    const data = waves(20);
    const gates = await gatesOf(new Reader(), { x: ndarray(data, [5, 2, 2]) }, { backend, weights, sample: 1 });
    const steps = [0, 1, 2, 3, 4].map((step) => [data[4 * step + 2]!, data[4 * step + 3]!]);
    const expected = lstmByHand(weights, steps, 3);
    expect(gates.map(({ label }) => label).toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const { label, values } of gates) {
      expect(values.shape).toEqual([5, 3]);
      expected[label]!.forEach((value, index) => expect(values.data[index]).toBeCloseTo(value, 6));
    }
    elementsOf(tracesSvg(gates));
  });

  it("numbers the loops of several layers and directions, and looks into one block where it is named", async () => {
    class Two extends Block {
      readonly below = new GRU(2, 3, { bidirectional: true });
      readonly above = new LSTM(6, 2, { layers: 2 });
      forward(x: Tensor): Tensor {
        return this.above.forward(this.below.forward(x).output).last;
      }
    }
    const x = ndarray(waves(12), [6, 1, 2]);
    const labelsOf = async (block?: string) =>
      (await gatesOf(new Two(), { x }, { backend, ...(block !== undefined && { block }) })).map(({ label }) => label);
    expect((await labelsOf("below")).toSorted()).toEqual(
      [0, 1].flatMap((n) => [`${n} h`, `${n} reset gate`, `${n} update gate`]),
    );
    expect((await labelsOf()).filter((label) => label.endsWith(" c"))).toEqual(["2 c", "3 c"]);
  });

  it("says where there is no loop, and no such sample", async () => {
    const x = ndarray(waves(20), [5, 2, 2]);
    await expect(gatesOf(new Reader(), { x }, { backend, block: "head" })).rejects.toThrow('no loop in "head"');
    await expect(gatesOf(new Reader(), { x }, { backend, sample: 2 })).rejects.toThrow("sample 2 of a batch of 2");
  });
});

/** Rows of probabilities in which the given classes win, one for each step. */
function posteriorsOf(path: readonly number[], classes: number): ArrayValue {
  const rest = 0.2 / (classes - 1);
  return {
    shape: [path.length, classes],
    data: path.flatMap((best) => Array.from({ length: classes }, (_, each) => (each === best ? 0.8 : rest))),
  };
}

describe("posteriorsSvg", () => {
  it("reads the best path: repeats are one label, unless a blank stands between them", () => {
    const svg = posteriorsSvg(posteriorsOf([0, 1, 1, 0, 2, 2, 0, 2, 0, 0], 4), { labels: ["", "a", "b", "c"] });
    elementsOf(svg);
    expect(texts(svg)).toContain("abb");
    expect(svg).toContain("the best path reads: abb");
    // Two classes and the blank, which is dashed; c never wins.
    expect(svg.match(/stroke-width="1.6"/g)).toHaveLength(3);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
    expect(texts(posteriorsSvg(posteriorsOf([0, 1, 0], 3), { labels: ["", "one", "two"] }))).toContain("one");
    expect(texts(posteriorsSvg(posteriorsOf([0, 0], 3)))).toContain("nothing but blanks");
    elementsOf(posteriorsSvg({ shape: [0, 3], data: [] }));
  });

  it("stays small, and escapes labels", () => {
    const path = Array.from({ length: 6000 }, (_, step) => (step % 2) * (1 + (step % 60)));
    const labels = Array.from({ length: 61 }, () => hostile);
    const svg = posteriorsSvg(posteriorsOf(path, 61), { title: hostile, labels });
    elementsOf(svg);
    expect(svg).toContain("the first 400 of 3000 labels are drawn");
    expect(svg.length).toBeLessThan(limit);
  });

  it("says what does not fit", () => {
    expect(() => posteriorsSvg({ shape: [6], data: [] })).toThrow("expects probabilities [T, classes], got [6]");
    expect(() => posteriorsSvg(posteriorsOf([0], 2), { labels: ["a"] })).toThrow("2 classes, but 1 labels");
  });
});

describe("textSvg", () => {
  const backgrounds = (svg: string) => [
    ...svg.matchAll(/<rect x="(\d+)" y="(\d+)" width="(\d+)" height="18" fill="(#\w+)"/g),
  ];

  it("puts a colour behind each token: one bar for neighbours of one colour", () => {
    const svg = textSvg(Array.from("abcd"), [-1, -1, 0, 1]);
    elementsOf(svg);
    expect(backgrounds(svg).map(([, x, y, width, fill]) => [x, y, width, fill])).toEqual([
      ["0", "0", "16", "#1f5f99"],
      ["16", "0", "8", "#f4f4f2"],
      ["24", "0", "8", "#b84e00"],
    ]);
    expect(texts(svg).slice(-4)).toEqual(["a", "b", "c", "d"]);
    expect(textSvg([], [])).toContain("<svg");
    expect(textSvg(["x"], [NaN])).toContain("#f4f4f2");
    expect(textSvg(["x"], [7], { ends: ["out", "in"] })).toContain("blue: out · orange: in");
  });

  it("wraps lines: at their end, where a word has no room, and in a word that no line holds", () => {
    const rows = (svg: string) =>
      new Set([...svg.slice(svg.indexOf("ui-monospace")).matchAll(/<text x="\d+" y="(\d+)"/g)].map(([, y]) => y)).size;
    const zeros = (count: number) => new Float32Array(count);
    expect(rows(textSvg(Array.from("ab\ncd"), zeros(5)))).toBe(2);
    expect(rows(textSvg(["hello ", "world"], zeros(2), { columns: 8 }))).toBe(2);
    expect(rows(textSvg(["x".repeat(25)], zeros(1), { columns: 10 }))).toBe(3);
    expect(rows(textSvg(Array.from("漢字漢字"), zeros(4), { columns: 4 }))).toBe(2);
  });

  it("stays small, and escapes what it is given", () => {
    const tokens = Array.from({ length: 9000 }, () => "&");
    const svg = textSvg([hostile, ...tokens], new Float32Array(9001), { title: hostile });
    elementsOf(svg);
    expect(svg).toContain("the first 1,600 of");
    expect(svg.length).toBeLessThan(limit);
    expect(() => textSvg(["a"], [])).toThrow("1 tokens, but 0 values");
  });
});

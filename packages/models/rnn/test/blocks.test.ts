// Grid LSTM by hand, in one to three dimensions, and LSTMs of alternating direction.
import {
  add,
  concat,
  initialize,
  LSTM,
  mul,
  ndarray,
  RandomStream,
  referenceBackend,
  stateOf,
  tensor,
  trace,
  type Block,
  type NDArray,
  type Structure,
  type Tensor,
} from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { AlternatingLSTM, GridLSTMBlock, GridLSTMImage, GridLSTMSequence, type GridDimension } from "../src/index.js";

const hidden = 3;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Values for the parameters of a block, the same for the same name. */
function drawn(block: Block): Map<string, NDArray> {
  return new Map(
    stateOf(block).map(({ name, value: { shape } }) => {
      const values = new Float32Array(shape.reduce((a, b) => a * b));
      return [name, ndarray(new RandomStream(3, name).fillUniform(values, -1, 1), [...shape])];
    }),
  );
}

/** What a computation with a block gives, by paths, with the drawn values or others. */
async function compute(
  model: Block,
  build: () => Structure<Tensor>,
  weights = drawn(model),
): Promise<Record<string, NDArray>> {
  const executable = await referenceBackend().compile(trace(build, {}, { model }), { weights });
  return { ...(await executable.run({})).outputs };
}

/** A vector [1, hidden] for each name. */
const vector = (name: string) => [...new RandomStream(4, name).fillUniform(new Float32Array(hidden), -1, 1)];

/** A sequence of numbers, [T, 1, 1]. */
const column = (values: readonly number[]) => tensor(values.map((value) => [[value]]));

type Sides = { readonly h: readonly (readonly number[])[]; readonly m: readonly (readonly number[])[] };

/** Equation by equation: the LSTM of the paper on H and one memory. */
function memoryByHand(
  weights: ReadonlyMap<string, NDArray>,
  side: string,
  all: readonly number[],
  m: readonly number[],
) {
  const [weight, bias] = ["weight", "bias"].map((name) => weights.get(`${side}.transform.${name}`)!.data);
  const row = (index: number) =>
    all.reduce((sum, value, at) => sum + weight![index * all.length + at]! * value, bias![index]!);
  const next = m.map((value, j) => sigmoid(row(hidden + j)) * value + sigmoid(row(j)) * Math.tanh(row(3 * hidden + j)));
  return { h: next.map((value, j) => Math.tanh(sigmoid(row(2 * hidden + j)) * value)), m: next };
}

function expectClose(found: NDArray, expected: readonly number[]): void {
  expect(found.data).toHaveLength(expected.length);
  expected.forEach((value, at) => expect(found.data[at]).toBeCloseTo(value, 5));
}

async function forward(block: GridLSTMBlock, { h, m }: Sides) {
  const rows = (vectors: Sides["h"]) => vectors.map((each) => tensor([[...each]]));
  return compute(block, () => {
    const found = block.forward({ h: rows(h), m: rows(m) });
    return { h: found.h, m: found.m };
  });
}

describe("a block of Grid LSTM", () => {
  const sides = (count: number): Sides => ({
    h: Array.from({ length: count }, (_, index) => vector(`h${index}`)),
    m: Array.from({ length: count }, (_, index) => vector(`m${index}`)),
  });

  it.each([1, 2, 3])("of %s dimensions is an LSTM along each, on all hidden vectors together", async (count) => {
    const block = new GridLSTMBlock(
      hidden,
      Array.from({ length: count }, (): GridDimension => "lstm"),
    );
    const given = sides(count);
    const found = await forward(block, given);
    for (let side = 0; side < count; side++) {
      const expected = memoryByHand(drawn(block), `sides.${side}`, given.h.flat(), given.m[side]!);
      expectClose(found[`h.${side}`]!, expected.h);
      expectClose(found[`m.${side}`]!, expected.m);
    }
  });

  it("has a plain dimension where asked for, which hands its memory on", async () => {
    const block = new GridLSTMBlock(hidden, ["relu", "lstm"]);
    const given = sides(2);
    const [weight, bias] = ["weight", "bias"].map((name) => drawn(block).get(`sides.0.transform.${name}`)!.data);
    const found = await forward(block, given);
    const all = given.h.flat();
    expectClose(
      found["h.0"]!,
      Array.from({ length: hidden }, (_, j) =>
        Math.max(
          0,
          all.reduce((sum, value, at) => sum + weight![j * all.length + at]! * value, bias![j]!),
        ),
      ),
    );
    expectClose(found["m.0"]!, given.m[0]!);
  });

  it("shares weights between dimensions where they are tied", async () => {
    const tied = new GridLSTMBlock(hidden, ["lstm", "lstm"], { tied: true });
    expect(stateOf(tied).map(({ name }) => name)).toEqual(["sides.0.transform.weight", "sides.0.transform.bias"]);
    const given = { h: [vector("a"), vector("b")], m: [vector("c"), vector("c")] };
    const found = await forward(tied, given);
    expectClose(found["h.1"]!, [...found["h.0"]!.data]);
  });

  it("begins with open forget gates", async () => {
    const block = new GridLSTMBlock(2, ["lstm"], { forgetBias: 3 });
    const bias = [...initialize(block).get("sides.0.transform.bias")!.data];
    expect(bias.slice(2, 4)).toEqual([3, 3]);
    expect(Math.max(...bias.slice(0, 2), ...bias.slice(4))).toBeLessThan(1);
  });

  it("says how many sides it takes", async () => {
    await expect(forward(new GridLSTMBlock(hidden, ["lstm", "lstm"]), sides(1))).rejects.toThrow(
      "expects 2 sides of h and m, one for each dimension, got 1 and 1",
    );
    expect(() => new GridLSTMBlock(hidden, [])).toThrow("at least one dimension");
  });
});

it("a Grid LSTM along a sequence is its blocks in depth and time", async () => {
  const net = new GridLSTMSequence(2, hidden, { layers: 2 });
  const found = await compute(net, () => {
    const steps = [0, 1, 2].map((t) => [[Math.sin(t + 1), Math.cos(2 * t)]]);
    const zero = tensor([[0, 0, 0]]);
    const time = net.layers.map(() => ({ h: zero, m: zero }));
    let top: Tensor = zero;
    for (const step of steps) {
      let up = { h: net.hidden.forward(tensor(step)), m: net.memory.forward(tensor(step)) };
      for (const [layer, block] of net.layers.entries()) {
        const { h, m } = block.forward({ h: [up.h, time[layer]!.h], m: [up.m, time[layer]!.m] });
        up = { h: h[0]!, m: m[0]! };
        time[layer] = { h: h[1]!, m: m[1]! };
      }
      top = up.h;
    }
    return { last: net.forward(tensor(steps)).last, top };
  });
  expectClose(found["last"]!, [...found["top"]!.data]);
});

describe("a Grid LSTM over an image", () => {
  const net = new GridLSTMImage({ patch: 2, hiddenSize: hidden, layers: 2, outputSize: 2 });
  const pixel = (row: number, column: number) => Math.sin(3 * row + column);
  const image = (height: number, width: number) =>
    tensor([[Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => pixel(y, x)))]]);

  it("is its blocks in depth, rows and columns, from one corner and then from the other", async () => {
    const [rows, columns] = [2, 3];
    const found = await compute(net, () => {
      const zero = tensor([[0, 0, 0]]);
      const places = [0, 1].flatMap((row) => [0, 1, 2].map((column) => ({ row, column })));
      const at = (row: number, column: number) => row * columns + column;
      let depth = places.map(({ row, column }) => {
        const corner = [2 * row, 2 * column] as const;
        const patch = tensor([[0, 0, 1, 1].map((down, index) => pixel(corner[0] + down, corner[1] + (index % 2)))]);
        return { h: net.hidden.forward(patch), m: net.memory.forward(patch) };
      });
      for (const [index, block] of net.layers.entries()) {
        const back = index === 1 ? -1 : 1;
        const made = new Map<number, { up: Made; down: Made; on: Made }>();
        for (const { row, column } of index === 1 ? places.toReversed() : places) {
          const outside = { h: zero, m: zero };
          const isInside = (r: number, c: number) => r >= 0 && r < rows && c >= 0 && c < columns;
          const above = isInside(row - back, column) ? made.get(at(row - back, column))!.down : outside;
          const before = isInside(row, column - back) ? made.get(at(row, column - back))!.on : outside;
          const own = depth[at(row, column)]!;
          const { h, m } = block.forward({ h: [own.h, above.h, before.h], m: [own.m, above.m, before.m] });
          const side = (dimension: number): Made => ({ h: h[dimension]!, m: m[dimension]! });
          made.set(at(row, column), { up: side(0), down: side(1), on: side(2) });
        }
        depth = places.map(({ row, column }) => made.get(at(row, column))!.up);
      }
      const sum = depth.map(({ h }) => h).reduce((a, b) => add(a, b));
      return { logits: net.forward(image(4, 6)), byHand: net.head.forward(mul(sum, 1 / (rows * columns))) };
    });
    expectClose(found["logits"]!, [...found["byHand"]!.data]);
  });

  it("takes whole patches only", async () => {
    await expect(compute(net, () => net.forward(image(4, 5)))).rejects.toThrow(
      "expects images of which height and width are multiples of 2, got 4x5",
    );
  });
});

/** What goes up, down or on from a block. */
interface Made {
  readonly h: Tensor;
  readonly m: Tensor;
}

describe("LSTMs of alternating direction", () => {
  const net = new AlternatingLSTM(1, hidden, { layers: 3 });
  const outputOf = async (model: AlternatingLSTM, values: readonly number[]) =>
    (await compute(model, () => model.forward(column(values)).output))["output"]!;
  const sequence = [0.5, -1, 0.25, 2, -0.75];

  it("take both paths of the layer below and turn round at each layer", async () => {
    const byHand = await compute(net, () => {
      const x = column(sequence);
      const [a, b, c] = net.lstm as readonly [LSTM, LSTM, LSTM];
      const x1 = net.mix[0]!.forward(x);
      const x2 = net.mix[1]!.forward(concat([x1, a.forward(x1).output], 2));
      const x3 = net.mix[2]!.forward(concat([x2, b.forward(x2).output], 2));
      return concat([x3, c.forward(x3).output], 2);
    });
    expectClose(await outputOf(net, sequence), [...byHand["output"]!.data]);
  });

  it("see all of a sequence at each step, where one layer sees what came before", async () => {
    const changed = [...sequence.slice(0, -1), 5];
    const difference = async (model: AlternatingLSTM) => {
      const [before, after] = [await outputOf(model, sequence), await outputOf(model, changed)];
      return Math.abs(before.data[0]! - after.data[0]!);
    };
    expect(await difference(net)).toBeGreaterThan(1e-6);
    expect(await difference(new AlternatingLSTM(1, hidden, { layers: 1 }))).toBe(0);
  });
});

it("a bidirectional LSTM with its directions exchanged reads a sequence from behind", async () => {
  const net = new LSTM(1, hidden, { bidirectional: true });
  const weights = drawn(net);
  const exchanged = new Map(
    [...weights.keys()].map((name) => {
      const other = name.endsWith("_reverse") ? name.slice(0, -"_reverse".length) : `${name}_reverse`;
      return [name, weights.get(other)!] as const;
    }),
  );
  const sequence = [0.5, -1, 0.25, 2, -0.75];
  const run = async (values: readonly number[], state: Map<string, NDArray>) =>
    (await compute(net, () => net.forward(column(values)).output, state))["output"]!;
  const [there, back] = [await run(sequence, weights), await run(sequence.toReversed(), exchanged)];
  for (let step = 0; step < 5; step++) {
    const [a, b] = [there.data.slice(6 * step, 6 * step + 6), back.data.slice(6 * (4 - step), 6 * (4 - step) + 6)];
    expect(a.slice(0, 3)).toEqual(b.slice(3));
    expect(a.slice(3)).toEqual(b.slice(0, 3));
  }
});

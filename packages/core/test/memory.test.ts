// The exact identities of addressing, reading and writing; values and gradients are cases of the testkit.
import { describe, expect, it } from "vitest";
import {
  contentWeights,
  evaluate,
  expand,
  float32,
  gradients,
  interpolateWeights,
  MemoryBank,
  MemoryHeads,
  mul,
  ndarray,
  oneHot,
  RandomStream,
  readMemory,
  reduceSum,
  referenceBackend,
  scan,
  sharpenWeights,
  shiftWeights,
  sizeOf,
  stateOf,
  tensor,
  trace,
  writeMemory,
  type Tensor,
} from "../src/index.js";

const drawn = (...shape: number[]) =>
  ndarray(new RandomStream(7, ...shape).fillUniform(new Float32Array(sizeOf(shape)), -1, 1), shape);
/** One head of one sample, at a slot. */
const at = (slot: number, slots: number) => oneHot(tensor([[slot]], "int32"), { depth: slots });
const head = (values: readonly number[]) => tensor([[[...values]]]);

describe("addressing", () => {
  it.each([
    [
      [0, 0, 1],
      [3, 0, 1, 2],
    ],
    [
      [1, 0, 0],
      [1, 2, 3, 0],
    ],
    [
      [0, 1, 0],
      [0, 1, 2, 3],
    ],
  ])("moves by one slot around the ring with the shift %j", async (shift, expected) => {
    const moved = await evaluate(() => shiftWeights(head([0, 1, 2, 3]), head(shift)));
    expect([...moved.data]).toEqual(expected);
  });

  it("blurs with a divided shift and is sharp again with an exponent", async () => {
    const { blurred, same, sharp, sharpest } = await evaluate(() => {
      const shifted = shiftWeights(at(2, 5), head([0.125, 0.75, 0.125]));
      const by = (exponent: number) => sharpenWeights(shifted, tensor([[exponent]]));
      return { blurred: shifted, same: by(1), sharp: by(2), sharpest: by(200) };
    });
    const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12));
    expect([...blurred.data]).toEqual([0, 0.125, 0.75, 0.125, 0]);
    expect([...same.data]).toEqual(close([0, 0.125, 0.75, 0.125, 0]));
    expect([...sharp.data]).toEqual(close([0, 1 / 38, 36 / 38, 1 / 38, 0]));
    expect([...sharpest.data]).toEqual(close([0, 0, 1, 0, 0]));
  });

  it("finds a slot by its content, however long the key, and no slot in an even memory", async () => {
    const { found, even } = await evaluate(() => {
      const memory = drawn(1, 6, 4);
      const key = ndarray(
        memory.data.slice(12, 16).map((value) => 30 * value),
        [1, 1, 4],
      );
      const strength = tensor([[1000]]);
      return {
        found: contentWeights(tensor(memory), tensor(key), strength),
        even: contentWeights(expand(1e-6, [1, 6, 4]), tensor(key), strength),
      };
    });
    expect([...found.data]).toEqual([0, 0, 0, 1, 0, 0].map((value) => expect.closeTo(value, 6)));
    expect([...even.data]).toEqual(new Array(6).fill(expect.closeTo(1 / 6, 12)));
  });

  it("has finite gradients where memory and weights are 0", async () => {
    const found = await evaluate(() => {
      const [memory, key] = [tensor(ndarray(new Float32Array(12), [1, 4, 3])), tensor(drawn(1, 1, 3))];
      const [weights, exponent] = [at(1, 4), tensor([[1.5]])];
      const content = contentWeights(memory, key, tensor([[2]]));
      const sharp = sharpenWeights(weights, exponent);
      const sum = reduceSum(mul(content, mul(sharp, tensor(drawn(1, 1, 4)))));
      return gradients(sum, [memory, key, weights, exponent]);
    });
    for (const { data } of found) expect([...data].every(Number.isFinite)).toBe(true);
  });

  it("takes the content, or the place before, at the ends of the gate", async () => {
    const { content, place } = await evaluate(() => ({
      content: interpolateWeights(at(1, 3), at(2, 3), tensor([[1]])),
      place: interpolateWeights(at(1, 3), at(2, 3), tensor([[0]])),
    }));
    expect([[...content.data], [...place.data]]).toEqual([
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });
});

describe("reading and writing", () => {
  it("at one slot reads the row and replaces it, exactly, and leaves the others", async () => {
    const memory = drawn(1, 4, 3);
    const { read, written, again } = await evaluate(() => {
      const table = tensor(memory);
      const after = writeMemory(table, at(2, 4), { erase: head([1, 1, 1]), add: head([5, 6, 7]) });
      return { read: readMemory(table, at(2, 4)), written: after, again: readMemory(after, at(2, 4)) };
    });
    expect([...read.data]).toEqual(Array.from(memory.data.slice(6, 9)));
    expect([...again.data]).toEqual([5, 6, 7]);
    expect([...written.data]).toEqual([...memory.data.slice(0, 6), 5, 6, 7, ...memory.data.slice(9)]);
  });

  it("that erases nothing and adds nothing is the identity, as is erasing and adding what was there", async () => {
    const memory = drawn(2, 4, 3);
    const { nothing, restored } = await evaluate(() => {
      const table = tensor(memory);
      const weights = tensor(ndarray([0.2, 0.3, 0.1, 0.4, 1, 0, 0, 0], [2, 1, 4]));
      const where = expand(at(1, 4), [2, 1, 4]);
      return {
        nothing: writeMemory(table, weights, { erase: expand(0, [2, 1, 3]), add: expand(0, [2, 1, 3]) }),
        restored: writeMemory(table, where, { erase: expand(1, [2, 1, 3]), add: readMemory(table, where) }),
      };
    });
    expect([...nothing.data]).toEqual([...memory.data]);
    expect([...restored.data]).toEqual([...memory.data]);
  });
});

describe("MemoryBank", () => {
  it("starts with an even memory and all heads at the first slot, and keeps its types in a scan", async () => {
    const bank = new MemoryBank(4, { slots: 5, width: 3, readHeads: 2, addressWidth: 2 });
    const { start, outputs } = await evaluate(
      () => {
        const first = bank.start(2);
        const steps = scan(
          (carry, controller) => {
            const { read, state } = bank.forward(controller, carry);
            return { carry: state, output: { read, weights: state.readWeights } };
          },
          { initial: first, sequences: tensor(drawn(6, 2, 4)) },
        );
        return { start: first, outputs: steps.outputs };
      },
      { model: bank },
    );
    expect(start.memory.data.every((value) => value === 1e-6)).toBe(true);
    expect(Array.from(start.readWeights.data.slice(0, 5))).toEqual([1, 0, 0, 0, 0]);
    expect(outputs.read.shape).toEqual([6, 2, 2, 5]);
    const weights = [...outputs.weights.data];
    for (let row = 0; row < weights.length; row += 5) {
      expect(weights.slice(row, row + 5).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    }
  });

  it.each([1, 3, 8])("copies %i vectors without an error when its heads are programmed by hand", async (length) => {
    const [slots, width] = [8, 6];
    const bank = new MemoryBank(2 + width, { slots, width, addressing: "location" });
    // The controller says [1, 0, item] while it writes and [0, 1, 0] while it reads. A great number saturates a gate exactly.
    const great = 1000;
    const matrix = (rows: readonly (readonly number[])[]) =>
      ndarray(
        rows.flatMap((row) => [...row, ...new Array<number>(2 + width - row.length).fill(0)]),
        [rows.length, 2 + width],
      );
    // Rows: the shifts back, stay, on, and the exponent.
    const moving = (whenWriting: number, whenReading: number) =>
      matrix([[], [great - whenWriting, great - whenReading], [whenWriting, whenReading], []]);
    const exponentOf1 = ndarray([0, 0, 0, -great]);
    const erase = Array.from({ length: width }, () => [2 * great]);
    const add = Array.from({ length: width }, (_, bit) => [0, 0, ...new Array<number>(bit).fill(0), 1]);
    const weights = new Map([
      ["write.parameters.weight", moving(great, 0)],
      ["write.parameters.bias", exponentOf1],
      ["read.parameters.weight", moving(0, great)],
      ["read.parameters.bias", exponentOf1],
      ["change.weight", matrix([...erase, ...add])],
      ["change.bias", ndarray([...erase.map(() => -great), ...add.map(() => 0)])],
    ]);
    const stream = new RandomStream(length);
    const items = Array.from({ length }, () => Array.from({ length: width }, () => stream.integer(2)));
    const writing = items.map((item) => [1, 0, ...item]);
    const reading = items.map(() => [0, 1, ...new Array<number>(width).fill(0)]);
    const run = ({ x }: { readonly x: Tensor }) =>
      scan(
        (state, controller) => {
          const { read, state: next } = bank.forward(controller, state);
          return { carry: next, output: read };
        },
        { initial: bank.start(1), sequences: x },
      ).outputs;
    const graph = trace(run, { x: float32(2 * length, 1, 2 + width) }, { model: bank });
    const executable = await referenceBackend().compile(graph, { weights });
    const { outputs } = await executable.run({
      x: ndarray([...writing, ...reading].flat(), [2 * length, 1, 2 + width]),
    });
    expect(Array.from(outputs["output"]!.data.slice(length * width))).toEqual(items.flat());
  });

  it("of location alone ignores what is stored, and of content alone where it stood", async () => {
    const run = async (addressing: "location" | "content", changed: "memory" | "place") => {
      const heads = new MemoryHeads(4, 3, { addressing });
      const weightsOf = (which: "memory" | "place" | "none") =>
        evaluate(
          () =>
            heads.forward(
              tensor(drawn(1, 4)),
              which === "memory" ? expand(2, [1, 5, 3]) : tensor(drawn(1, 5, 3)),
              at(which === "place" ? 3 : 0, 5),
            ),
          { model: heads },
        );
      const [before, after] = [await weightsOf("none"), await weightsOf(changed)];
      return [...before.data].every((value, index) => value === after.data[index]);
    };
    expect(await run("location", "memory")).toBe(true);
    expect(await run("location", "place")).toBe(false);
    expect(await run("content", "place")).toBe(true);
    expect(await run("content", "memory")).toBe(false);
  });

  it("has one linear layer for all that its heads say", () => {
    expect(stateOf(new MemoryHeads(10, 4, { heads: 2 })).map(({ value }) => value.shape)).toEqual([
      [2 * (4 + 1 + 1 + 3 + 1), 10],
      [20],
    ]);
  });

  it("refuses shifts that are even, or more than the slots", async () => {
    const shift = (values: readonly number[]) => evaluate(() => shiftWeights(head([1, 0, 0]), head(values)));
    await expect(shift([0.5, 0.5])).rejects.toThrow(
      "an odd number of shifts of at most 3 slots, got shift float32[1,1,2]",
    );
    await expect(shift([1, 0, 0, 0, 0])).rejects.toThrow("at most 3 slots");
  });
});

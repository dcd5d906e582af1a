// What masks, permutations and draws do to attention, and the gradient of draws; its values are cases of the testkit.
import { describe, expect, it } from "vitest";
import {
  add,
  AdditiveAttention,
  argMax,
  causalMask,
  countParameters,
  div,
  dotProductAttention,
  evaluate,
  float32,
  gather,
  gradients,
  hardAttention,
  log,
  maskedSoftmax,
  mul,
  MultiHeadAttention,
  ndarray,
  oneHot,
  RandomStream,
  reduceSum,
  referenceBackend,
  sampleOneHot,
  scan,
  sizeOf,
  softmax,
  stateOf,
  sub,
  surrogateLoss,
  tensor,
  tolerances,
  trace,
  type NDArray,
} from "../src/index.js";

const drawn = (...shape: number[]) =>
  ndarray(new RandomStream(7, ...shape).fillUniform(new Float32Array(sizeOf(shape)), -1, 1), shape);

/** The rows along the last axis. */
function rowsOf({ data, shape }: NDArray): number[][] {
  const width = shape.at(-1)!;
  return Array.from({ length: data.length / width }, (_, row) => [...data.subarray(row * width, (row + 1) * width)]);
}
const total = (row: readonly number[]) => row.reduce((sum, value) => sum + value, 0);

describe("masks", () => {
  it("leave rows that add up to 1, with exactly 0 where they exclude, and rows of 0 where they leave nothing", async () => {
    const mask = ndarray([1, 1, 0, 0, 0, 0], [2, 1, 3], "bool");
    const { output, weights } = await evaluate(() =>
      dotProductAttention(tensor(drawn(2, 4, 5)), tensor(drawn(2, 3, 5)), tensor(drawn(2, 3, 2)), {
        mask: tensor(mask),
      }),
    );
    for (const row of rowsOf(weights).slice(0, 4)) {
      expect(total(row)).toBeCloseTo(1, 12);
      expect(row[2]).toBe(0);
    }
    expect(
      rowsOf(weights)
        .slice(4)
        .flat()
        .every((weight) => weight === 0),
    ).toBe(true);
    expect(
      rowsOf(output)
        .slice(4)
        .flat()
        .every((value) => value === 0),
    ).toBe(true);
  });

  it("keep what they exclude out of values and gradients, whatever it is", async () => {
    const found = await evaluate(() => {
      const x = tensor([1e4, Number.NaN, Infinity, 9e3]);
      const weights = maskedSoftmax(x, tensor(ndarray([1, 0, 0, 1], [4], "bool")));
      return { weights, dx: gradients(reduceSum(mul(weights, tensor([1, 2, 3, 4]))), [x])[0]! };
    });
    expect([...found.weights.data]).toEqual([1, 0, 0, 0]);
    expect([...found.dx.data].map(Math.abs)).toEqual([0, 0, 0, 0]);
  });

  it("hide the future: what comes later moves nothing that comes before", async () => {
    const outputs = async (changed: boolean) => {
      const { data, shape } = drawn(1, 4, 6);
      const x = ndarray(
        data.map((value, index) => (changed && index >= 18 ? 5 : value)),
        shape,
      );
      const block = new MultiHeadAttention(6, 2);
      const run = () => block.forward(tensor(x), tensor(x), tensor(x), { mask: causalMask(4) });
      return rowsOf((await evaluate(run, { model: block })).output);
    };
    const [before, after] = [await outputs(false), await outputs(true)];
    expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
    expect(after[3]).not.toEqual(before[3]);
  });
});

describe("attention", () => {
  it("permutes its weights as the memory is permuted, and gives the same output", async () => {
    const order = [2, 0, 3, 1];
    const block = new AdditiveAttention(3, 5, 4);
    const { plain, permuted } = await evaluate(
      () => {
        const [query, memory] = [tensor(drawn(2, 2, 3)), tensor(drawn(2, 4, 5))];
        const moved = gather(memory, tensor(order, "int32"), { axis: 1 });
        return { plain: block.forward(query, memory), permuted: block.forward(query, moved) };
      },
      { model: block },
    );
    expect(rowsOf(permuted.weights)).toEqual(
      rowsOf(plain.weights).map((row) => order.map((from) => expect.closeTo(row[from]!, 12))),
    );
    expect([...permuted.output.data]).toEqual(Array.from(plain.output.data, (value) => expect.closeTo(value, 12)));
  });

  it("takes keys that were computed once, inside a scan", async () => {
    const block = new AdditiveAttention(3, 5, 4);
    const { looped, whole } = await evaluate(
      () => {
        const [queries, memory] = [tensor(drawn(4, 2, 1, 3)), tensor(drawn(2, 3, 5))];
        const keys = block.key.forward(memory);
        const { outputs } = scan((carry, query) => ({ carry, output: block.forward(query, memory, { keys }).output }), {
          initial: tensor(0),
          sequences: queries,
        });
        const first = block.forward(
          gather(queries, tensor([3], "int32")).pipe((x) => gather(x, 0)),
          memory,
        );
        return { looped: outputs, whole: first.output };
      },
      { model: block },
    );
    expect(Array.from(looped.data.slice(-whole.data.length))).toEqual([...whole.data]);
  });

  it("by several heads takes a memory that was projected once, inside a scan", async () => {
    const block = new MultiHeadAttention(4, 2);
    const { looped, whole } = await evaluate(
      () => {
        const [queries, memory] = [tensor(drawn(3, 2, 1, 4)), tensor(drawn(2, 5, 4))];
        const projected = block.project(memory);
        const { outputs } = scan((carry, query) => ({ carry, output: { ...block.attend(query, projected) } }), {
          initial: tensor(0),
          sequences: queries,
        });
        const last = gather(queries, tensor(2, "int32"));
        return { looped: outputs, whole: { ...block.forward(last, memory) } };
      },
      { model: block },
    );
    for (const part of ["output", "weights"] as const) {
      const { data } = whole[part];
      const found = Array.from(looped[part].data.slice(-data.length));
      expect(found).toEqual(Array.from(data, (each) => expect.closeTo(each, 12)));
    }
  });

  it("by several heads has the keys, shapes and count of torch.nn.MultiheadAttention, and a free batch", () => {
    const block = new MultiHeadAttention(512, 8);
    expect(stateOf(block).map(({ name, value }) => [name, value.shape])).toEqual([
      ["in_proj_weight", [1536, 512]],
      ["in_proj_bias", [1536]],
      ["out_proj.weight", [512, 512]],
      ["out_proj.bias", [512]],
    ]);
    expect(countParameters(block)).toBe(4 * 512 * 512 + 4 * 512);
    const { outputs } = trace(
      ({ x, y }) => block.forward(x, y),
      {
        x: float32("N", 7, 512),
        y: float32("N", 5, 512),
      },
      { model: block },
    );
    expect(outputs.map(({ tensor: { shape } }) => shape)).toEqual([
      ["N", 7, 512],
      ["N", 8, 7, 5],
    ]);
  });

  it("says what does not fit", () => {
    expect(() => new MultiHeadAttention(10, 3)).toThrow("a dimension that falls into equal heads, got 10 for 3");
    const run = () => trace(({ x }) => ({ ...new MultiHeadAttention(4, 2).forward(x) }), { x: float32(2, 3, 5) });
    expect(run).toThrow("multiHeadAttention: expects a query [N, length, 4], got float32[2,3,5]");
  });
});

describe("hard attention", () => {
  const scores = ndarray([[0.3, -0.2, 0.9, 0.1]]);

  it("is one-hot, keyed by its seed, and never draws what is masked", async () => {
    const draw = (seed: number) =>
      evaluate(
        () => {
          const many = tensor(drawn(200, 4));
          const mask = tensor(ndarray([1, 0, 1, 0], [4], "bool"));
          return hardAttention(many, tensor(drawn(4, 3)), { mask });
        },
        { seed },
      );
    const [first, same, other] = [await draw(1), await draw(1), await draw(2)];
    expect(same).toEqual(first);
    expect(other).not.toEqual(first);
    const values = rowsOf(drawn(4, 3));
    rowsOf(first.weights).forEach((row, index) => {
      const place = row.indexOf(1);
      expect([0, 2]).toContain(place);
      expect(total(row)).toBe(1);
      expect(rowsOf(first.output)[index]).toEqual(values[place]);
    });
    const none = await evaluate(() => sampleOneHot(tensor(scores), { mask: tensor(ndarray([0], [1], "bool")) }));
    expect([...none.sample.data, ...none.logProbability.data]).toEqual([0, 0, 0, 0, 0]);
  });

  it("is soft attention as the temperature goes to 0", async () => {
    const { hard, soft, greedy } = await evaluate(() => {
      const many = tensor(drawn(50, 6));
      return {
        hard: sampleOneHot(many, { temperature: 1e-6 }).sample,
        soft: softmax(div(many, 1e-6)),
        greedy: oneHot(argMax(many, { axis: -1 }), { depth: 6 }),
      };
    });
    expect([...hard.data]).toEqual([...greedy.data]);
    expect([...hard.data]).toEqual(Array.from(soft.data, (value) => expect.closeTo(value, 12)));
  });

  it("draws each place as often as soft attention weighs it", async () => {
    const count = 20_000;
    const { sample, expected } = await evaluate(() => ({
      sample: sampleOneHot(add(tensor(scores), tensor(ndarray(new Float32Array(count), [count, 1])))).sample,
      expected: softmax(tensor(scores)),
    }));
    const found = [0, 1, 2, 3].map((place) => total(rowsOf(sample).map((row) => row[place]!)) / count);
    // Four standard deviations of a frequency are below 2 / √count.
    found.forEach((share, place) => expect(Math.abs(share - expected.data[place]!)).toBeLessThan(2 / Math.sqrt(count)));
  });

  it.each([0, 1.5])("has an unbiased gradient on a bandit with two arms, baseline %d", async (baseline) => {
    // The cost of arm 0 is 1, that of arm 1 is 2: E = p0 + 2 p1, dE/ds = ±p0 p1 exactly.
    const draws = 10_000;
    const { mean, exact } = await evaluate(() => {
      const arms = tensor([0.4, -0.3]);
      const costs = tensor([1, 2]);
      const each = add(arms, tensor(ndarray(new Float32Array(draws), [draws, 1])));
      const { sample, logProbability } = sampleOneHot(each);
      const cost = reduceSum(mul(sample, costs), { axes: [1] });
      const term = div(surrogateLoss(logProbability, sub(cost, baseline)), draws);
      return {
        mean: gradients(term, [arms])[0]!,
        exact: gradients(reduceSum(mul(softmax(arms), costs)), [arms])[0]!,
      };
    });
    for (const arm of [0, 1]) {
      expect(Math.abs(mean.data[arm]! / exact.data[arm]! - 1)).toBeLessThan(0.05);
    }
  });

  it("draws anew in each step of a scan, from one input with a time axis", async () => {
    const graph = trace(
      ({ x }) =>
        scan((carry, row) => ({ carry, output: sampleOneHot(row).sample }), { initial: tensor(0), sequences: x })
          .outputs,
      { x: float32(200, 2) },
    );
    expect(graph.random.map(({ tensor: { shape } }) => shape)).toEqual([[200, 2]]);
    const executable = await referenceBackend().compile(graph);
    const { outputs } = await executable.run({ x: ndarray(new Float32Array(400), [200, 2]) });
    const firsts = total(rowsOf(outputs["output"]!).map((row) => row[0]!));
    expect(firsts).toBeGreaterThan(60);
    expect(firsts).toBeLessThan(140);
  });

  it("gives the logarithm of the probability of what it drew", async () => {
    const { drawnLog, weighed } = await evaluate(() => {
      const many = tensor(drawn(9, 4));
      const { sample, logProbability } = sampleOneHot(many, { temperature: 0.5 });
      return {
        drawnLog: logProbability,
        weighed: log(reduceSum(mul(softmax(div(many, 0.5)), sample), { axes: [1] })),
      };
    });
    drawnLog.data.forEach((value, index) =>
      expect(Math.abs(value - weighed.data[index]!)).toBeLessThan(tolerances.exact),
    );
  });
});

import { describe, expect, it } from "vitest";
import {
  add,
  cast,
  customGradient,
  evaluate,
  float32,
  gradients,
  less,
  mul,
  neg,
  or,
  random,
  reduceSum,
  scan,
  slice,
  stack,
  tanh,
  tensor,
  trace,
  Parameter,
  zeros,
  squeeze,
  type Tensor,
} from "../src/index.js";

const at = (x: Tensor, index: number) => squeeze(slice(x, { axes: [0], starts: [index], ends: [index + 1] }), [0]);
const values = (array: { data: ArrayLike<number> }) => Array.from(array.data);

describe("scan", () => {
  it("equals the loop written out, forward, backward, and differentiated twice", async () => {
    const xs = [
      [0.1, 0.2],
      [-0.3, 0.4],
      [0.5, -0.6],
    ];
    const step = (h: Tensor, x: Tensor, w: Tensor) => tanh(add(mul(h, w), x));
    const both = await evaluate(() => {
      const x = tensor(xs);
      const w = tensor([0.7, -0.9]);
      const h0 = tensor([0.2, 0.1]);
      const loop = scan((h, slice) => ({ carry: step(h, slice, w), output: mul(h, slice) }), {
        initial: h0,
        sequences: x,
      });
      let h = h0;
      const outputs: Tensor[] = [];
      for (let t = 0; t < 3; t++) {
        outputs.push(mul(h, at(x, t)));
        h = step(h, at(x, t), w);
      }
      const scalar = (carry: Tensor, ys: Tensor) => add(reduceSum(mul(carry, carry)), reduceSum(mul(ys, ys)));
      const first = (y: Tensor) => gradients(y, [x, w, h0]);
      const second = (y: Tensor) =>
        gradients(
          first(y)
            .map((g) => reduceSum(mul(g, g)))
            .reduce((a, b) => add(a, b)),
          [x, w, h0],
        );
      const [a, b] = [scalar(loop.carry, loop.outputs), scalar(h, stack(outputs, 0))];
      return { a: [a, ...first(a), ...second(a)], b: [b, ...first(b), ...second(b)] };
    });
    both.a.forEach((value, index) =>
      values(value).forEach((each, i) => expect(each).toBeCloseTo(values(both.b[index]!)[i]!, 12)),
    );
  });

  it("runs backward in time where asked", async () => {
    const { outputs } = await evaluate(() =>
      scan((sum, x) => ({ carry: add(sum, x), output: add(sum, x) }), {
        initial: tensor([0]),
        sequences: tensor([[1], [2], [4]]),
        reverse: true,
      }),
    );
    expect(values(outputs)).toEqual([7, 6, 4]);
  });

  it("stacks results, and keeps carries, of every type as what they are", async () => {
    const { carry, outputs } = await evaluate(() =>
      scan((seen, x) => ({ carry: or(seen, less(x, 0)), output: { seen, count: cast(x, "int32") } }), {
        initial: less(tensor([0, 0]), 0),
        sequences: tensor([
          [1, -2],
          [3, 4],
          [-5, 6],
        ]),
      }),
    );
    expect(carry).toEqual({ dtype: "bool", shape: [2], data: Uint8Array.of(1, 1) });
    expect(outputs.seen).toEqual({ dtype: "bool", shape: [3, 2], data: Uint8Array.of(0, 0, 0, 1, 0, 1) });
    expect(outputs.count).toEqual({ dtype: "int32", shape: [3, 2], data: Int32Array.of(1, -2, 3, 4, -5, 6) });
  });

  it("nests, captures through levels, and differentiates inside its body", async () => {
    const { total, dw } = await evaluate(() => {
      const w = tensor([2]);
      const x = tensor([
        [[1], [2]],
        [[3], [4]],
      ]);
      const outer = scan(
        (sum, row) => {
          const inner = scan((s, v) => ({ carry: add(s, mul(mul(v, v), w)), output: s }), {
            initial: tensor([0]),
            sequences: row,
          });
          const [slope] = gradients(reduceSum(mul(inner.carry, inner.carry)), [inner.carry]);
          return { carry: add(sum, add(inner.carry, mul(slope!, 0.5))), output: inner.carry };
        },
        { initial: tensor([0]), sequences: x },
      );
      return { total: outer.carry, dw: gradients(reduceSum(outer.carry), [w])[0]! };
    });
    expect(values(total)).toEqual([2 * 2 * 30]);
    expect(values(dw)).toEqual([2 * 30]);
  });

  it("keeps a custom gradient inside its body", async () => {
    const [dx] = await evaluate(() => {
      const x = tensor([[1], [2]]);
      const reversed = (v: Tensor) =>
        customGradient(
          [v],
          ([each]) => [mul(each!, 1)],
          ([dy]) => [neg(dy!)],
        )[0]!;
      const loop = scan((s, v) => ({ carry: add(s, reversed(v)), output: s }), { initial: tensor([0]), sequences: x });
      return gradients(reduceSum(loop.carry), [x]);
    });
    expect(values(dx!)).toEqual([-1, -1]);
  });

  it("draws random numbers for each step from one input with a time axis", () => {
    const graph = trace(
      ({ x }) =>
        scan((s, v) => ({ carry: add(s, mul(v, random.uniform([2]))), output: s }), {
          initial: tensor([0, 0]),
          sequences: x,
        }).carry,
      { x: float32(5, 2) },
    );
    expect(graph.random.map((input) => input.tensor.shape)).toEqual([[5, 2]]);
  });

  it("refuses carries that change, sequences of different length, and updates inside", () => {
    const x = float32(3, 2);
    const attempt = (build: (x: Tensor) => unknown) => () => trace(({ x }) => build(x) as Tensor, { x });
    expect(
      attempt((s) =>
        scan((c, v) => ({ carry: stack([c, v], 0), output: c }), { initial: tensor([0, 0]), sequences: s }),
      ),
    ).toThrow(/a carry keeps its type/);
    expect(
      attempt((s) =>
        scan((c) => ({ carry: c, output: c }), { initial: tensor([0]), sequences: { s, t: tensor([[1]]) } }),
      ),
    ).toThrow(/differ in length/);
    expect(
      attempt((s) => scan((c) => ({ carry: { c } as never, output: c }), { initial: tensor([0]), sequences: s })),
    ).toThrow(/same structure/);
    const counter = new Parameter([2], zeros());
    expect(() =>
      trace(
        ({ x }) =>
          scan(
            (c, v) => {
              counter.update(v);
              return { carry: c, output: c };
            },
            { initial: tensor([0]), sequences: x },
          ).carry,
        { x },
        { model: { counter } },
      ),
    ).toThrow(/cannot be updated inside scan/);
  });
});

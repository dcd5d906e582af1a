import { describe, expect, expectTypeOf, it } from "vitest";
import {
  add,
  cast,
  currentBuilder,
  customGradient,
  defineOp,
  evaluate,
  float32,
  floor,
  gradientRules,
  gradients,
  less,
  mul,
  neg,
  primitives,
  reduceSum,
  sign,
  stopGradient,
  tensor,
  trace,
  type GradientRules,
  type Tensor,
} from "../src/index.js";

/** A primitive that core's table does not have. */
const cube = defineOp<Record<never, never>>({
  name: "cube",
  doc: "x^3, elementwise.",
  infer: ([x]) => [x!],
  evaluate: ([x]) => [{ ...x!, data: Float64Array.from(x!.data, (each) => each ** 3) }],
  cases: () => [],
});

const bare = (x: Tensor) => currentBuilder("cube(...)").emit(cube, [x], {})[0]!;

const withRule = (x: Tensor) =>
  customGradient(
    [x],
    ([own]) => [bare(own!)],
    ([dy], [own]) => [mul(mul(dy!, 3), mul(own!, own!))],
  )[0]!;

describe("the table of gradient rules", () => {
  it("has one for each primitive, or does not compile", () => {
    expect(Object.keys(gradientRules).toSorted()).toEqual(Object.keys(primitives).toSorted());
    expectTypeOf<typeof gradientRules>().toExtend<GradientRules>();
    expectTypeOf<Omit<typeof gradientRules, "floor">>().not.toExtend<GradientRules>();
  });

  it("says what is flat: its gradient is zero, whatever else reaches the input", async () => {
    const { flat, beside } = await evaluate(() => {
      const x = tensor([-1.5, 0.5, 2]);
      const steps = [floor(x), sign(x), stopGradient(x), cast(less(x, 1), "float32")].map((y) => reduceSum(y));
      const sum = steps.reduce((a, b) => add(a, b));
      return { flat: gradients(sum, [x])[0]!, beside: gradients(add(sum, reduceSum(mul(x, x))), [x])[0]! };
    });
    expect([...flat.data]).toEqual([0, 0, 0]);
    expect([...beside.data]).toEqual([-3, 1, 4]);
  });

  it("does not take an op without a rule for a flat one", () => {
    expect(() => trace(({ x }) => gradients(reduceSum(bare(x)), [x]), { x: float32(2) })).toThrow(
      'gradients: there is no rule for the op "cube": apply it inside of customGradient, which gives it one',
    );
    expect(() => trace(({ x }) => gradients(reduceSum(stopGradient(bare(x))), [x]), { x: float32(2) })).not.toThrow();
  });
});

describe("customGradient", () => {
  it("gives a primitive of one's own its rule, which can be differentiated again", async () => {
    const [first, second] = await evaluate(() => {
      const x = tensor([2, -3]);
      const [dx] = gradients(reduceSum(withRule(x)), [x]);
      return [dx!, gradients(reduceSum(dx!), [x])[0]!];
    });
    expect([...first.data]).toEqual([12, 27]);
    expect([...second.data]).toEqual([12, -18]);
  });

  it("refuses a cotangent of another type, or for no argument", () => {
    const attempt = (results: (dy: Tensor) => Tensor[]) => () =>
      trace(
        ({ x }) => {
          const values = customGradient(
            [x],
            ([own]) => [neg(own!)],
            ([dy]) => results(dy!),
          );
          return gradients(reduceSum(values[0]!), [x]);
        },
        { x: float32(2) },
      );
    expect(attempt((dy) => [reduceSum(dy)])).toThrow(
      "customGradient: the cotangent of float32[2] must have its type, got float32[]",
    );
    expect(attempt((dy) => [dy, dy])).toThrow("customGradient: 1 arguments, but a cotangent float32[2] for one more");
  });

  it("does not take a copy that has lost its rule for a flat one", () => {
    const graph = trace(({ x }) => withRule(x), { x: float32(2) });
    const copied = graph.nodes.find((node) => node.op === "customGradient")!;
    const apply = (x: Tensor) => currentBuilder("copy").emit(copied.definition!, [bare(x), x], copied.attributes)[0]!;
    expect(() => trace(({ x }) => gradients(reduceSum(apply(x)), [x]), { x: float32(2) })).toThrow(
      "customGradient: a rule is known only in the trace that gave it",
    );
  });
});

import {
  add,
  Block,
  float32,
  mul,
  ndarray,
  Parameter,
  reduceSum,
  referenceBackend,
  values,
  type Tensor,
} from "@blockzoo/core";
import { adam, adamW, compileTrainStep, rmsProp, sgd, type Clip, type UpdateRule } from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import golden from "./golden/optimizers.json" with { type: "json" };
import { expectClose } from "./support.js";

/** A loss that is linear in two parameters, so that the batch is their gradient. */
class Linear2 extends Block {
  readonly a = new Parameter([2, 3], values(ndarray(golden.first[0]!, [2, 3])));
  readonly b = new Parameter([3], values(ndarray(golden.first[1]!, [3])));

  forward(a: Tensor, b: Tensor): Tensor {
    return add(reduceSum(mul(this.a, a)), reduceSum(mul(this.b, b)));
  }
}

interface Point {
  readonly values: readonly (readonly number[])[];
  readonly metrics: Readonly<Record<string, number>>;
}

/** The parameters after each step of the golden run. */
async function trajectory(optimizer: UpdateRule, clip?: Clip): Promise<Point[]> {
  const training = await compileTrainStep({
    model: new Linear2(),
    loss: (model, { a, b }) => model.forward(a, b),
    optimizer,
    types: { a: float32(2, 3), b: float32(3) },
    backend: referenceBackend({ float64: true }),
    clip,
  });
  const points: Point[] = [];
  for (const [step, [a, b]] of golden.gradients.entries()) {
    const learningRate = optimizer.learningRate * golden.factors[step]!;
    const { metrics } = await training.step({ a: ndarray(a!, [2, 3]), b: ndarray(b!, [3]) }, { learningRate });
    const state = await training.state.read(["a", "b"]);
    points.push({ values: [...state.values()].map(({ data }) => [...data]), metrics });
  }
  return points;
}

const rules: Readonly<Record<string, (options: never) => UpdateRule>> = { sgd, adam, adamW, rmsProp };

describe("update rules follow PyTorch", () => {
  for (const { rule, options, trajectory: expected } of golden.rules) {
    it(`${rule} ${JSON.stringify(options)}`, async () => {
      const points = await trajectory(rules[rule]!(options as never));
      expectClose(
        points.flatMap((point) => point.values.flat()),
        expected.flat(2),
      );
    });
  }

  it("with gradients clipped by their norm", async () => {
    const { limit, trajectory: expected, norms } = golden.clipByGlobalNorm;
    const points = await trajectory(sgd({ learningRate: 0.1 }), { globalNorm: limit });
    expectClose(
      points.flatMap((point) => point.values.flat()),
      expected.flat(2),
    );
    expectClose(
      points.map(({ metrics }) => metrics["gradientNorm"]!),
      norms,
    );
    expect(norms.some((norm) => norm < limit) && norms.some((norm) => norm > limit)).toBe(true);
  });

  it("with gradients clipped by value", async () => {
    const { limit, trajectory: expected } = golden.clipByValue;
    const points = await trajectory(sgd({ learningRate: 0.1 }), { value: limit });
    expectClose(
      points.flatMap((point) => point.values.flat()),
      expected.flat(2),
    );
  });
});

describe("settings that make no sense are refused", () => {
  it.each([
    [() => sgd({ learningRate: -1 }), "sgd: learningRate must be at least 0, got -1"],
    [() => sgd({ learningRate: 1, nesterov: true }), "sgd: nesterov needs a momentum and a dampening of 0"],
    [() => adam({ betas: [0.9, 1] }), "adam: the second beta must be at least 0 and below 1, got 1"],
    [() => rmsProp({ alpha: 1 }), "rmsProp: alpha must be at least 0 and below 1, got 1"],
    [() => adamW({ learningRate: NaN }), "adamW: learningRate must be at least 0, got NaN"],
  ])("%s", (build, message) => {
    expect(build).toThrow(message);
  });
});

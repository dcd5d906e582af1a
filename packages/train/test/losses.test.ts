import {
  bool,
  evaluate,
  float32,
  gradients,
  initialize,
  int32,
  Linear,
  ndarray,
  referenceBackend,
  Sequential,
  tensor,
  trace,
  trainableParameters,
  type Tensor,
} from "@blockzoo/core";
import {
  binaryCrossEntropyWithLogits,
  binaryHinge,
  contrastiveRanking,
  crossEntropy,
  hinge,
  huber,
  l1Penalty,
  l2Penalty,
  marginRanking,
  maximumLikelihoodRbf,
  meanAbsoluteError,
  meanSquaredError,
  smoothL1,
  tripletMargin,
} from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import { lossCases } from "./loss-cases.js";
import { expectClose } from "./support.js";

describe("losses follow PyTorch", () => {
  it.each(lossCases)("$title", async ({ graph, feeds, value, gradient }) => {
    const executable = await referenceBackend({ float64: true }).compile(graph);
    const { outputs } = await executable.run(feeds);
    expectClose(outputs["value"]!.data, [value]);
    expectClose(outputs["gradient"]!.data, gradient);
  });
});

describe("losses", () => {
  it("take a bool mask, and give 0 when it leaves nothing", async () => {
    const types = { x: float32(2, 3), y: int32(2), mask: bool(2) };
    const graph = trace(({ x, y, mask }) => crossEntropy(x, y, { mask }), types);
    const executable = await referenceBackend().compile(graph);
    const [x, y] = [
      ndarray([
        [0, 0, 0],
        [9, 0, 0],
      ]),
      ndarray([1, 1], [2], "int32"),
    ];
    const lossWith = async (mask: number[]) =>
      (await executable.run({ x, y, mask: ndarray(mask, [2], "bool") })).outputs["output"]!.data[0];
    expect(await lossWith([1, 0])).toBeCloseTo(Math.log(3), 6);
    expect(await lossWith([0, 0])).toBe(0);
  });

  it("are NaN for a label that is no class, unless the mask leaves it out", async () => {
    const loss = async (label: number) =>
      (await evaluate(() => crossEntropy(tensor([[0, 0]]), tensor([label], "int32")))).data[0];
    expect(await loss(1)).toBeCloseTo(Math.log(2), 12);
    expect(await loss(2)).toBeNaN();
    expect(await loss(-1)).toBeNaN();
    const hidden = await evaluate(() => crossEntropy(tensor([[0, 0]]), tensor([-1], "int32"), { mask: tensor([0]) }));
    expect(hidden.data[0]).toBe(0);
    const margin = await evaluate(() => hinge(tensor([[0, 0]]), tensor([2], "int32")));
    expect(margin.data[0]).toBeNaN();
  });

  it("weigh classes to 0 where the mask leaves nothing", async () => {
    const empty = await evaluate(() =>
      crossEntropy(tensor([[1, 2]]), tensor([0], "int32"), { classWeights: [1, 3], mask: tensor([0]) }),
    );
    expect(empty.data[0]).toBe(0);
  });

  it("of a margin are the sum over the wrong classes that are too near", async () => {
    // CS231n's example: the cat of scores 3.2, 5.1, -1.7 loses 2.9.
    const loss = await evaluate(() =>
      hinge(tensor(ndarray(Float64Array.of(3.2, 5.1, -1.7), [1, 3])), tensor([0], "int32")),
    );
    expect(loss.data[0]).toBeCloseTo(2.9, 6);
  });

  it.each([
    [
      () => crossEntropy(tensor([[1, 2]]), tensor([[0]], "int32")),
      "crossEntropy expects [N, K, ...] and int32 labels [N, ...], got float32[1,2] and int32[1,1]: reshape or cast the labels to int32[1]",
    ],
    [
      () => crossEntropy(tensor([[1, 2]]), tensor([0], "int32"), { classWeights: [1] }),
      "crossEntropy: there are 1 class weights for logits float32[1,2]",
    ],
    [
      () => tripletMargin(tensor([1, 2]), tensor([1, 2]), tensor([1])),
      "tripletMargin expects anchor, positive and negative of one shape, got float32[2], float32[2] and float32[1]",
    ],
    [() => contrastiveRanking(tensor([[1, 2]])), "contrastiveRanking expects similarities [N, N], got float32[1,2]"],
    [
      () => binaryCrossEntropyWithLogits(tensor([1, 0]), tensor([1, 0], "int32")),
      'binaryCrossEntropyWithLogits expects logits and targets of one shape, got float32[2] and int32[2]: use cast(targets, "float32")',
    ],
    [
      () => huber(tensor([1, 2]), tensor([1, 2]), { mask: tensor([1, 1, 1]) }),
      "the mask must have the shape of the values float32[2] or of their first axes, got float32[3]",
    ],
  ])("refuse shapes that do not fit: %s", async (run, message) => {
    await expect(evaluate(run)).rejects.toThrow(message);
  });
});

describe("losses that compare value by value", () => {
  const column = () => tensor([[1], [2], [3]]);
  const row = () => tensor([1, 2, 3]);

  it.each<[string, (a: Tensor, b: Tensor) => Tensor, string]>([
    ["meanSquaredError", meanSquaredError, "targets"],
    ["meanAbsoluteError", meanAbsoluteError, "targets"],
    ["huber", huber, "targets"],
    ["smoothL1", smoothL1, "targets"],
    ["binaryCrossEntropyWithLogits", binaryCrossEntropyWithLogits, "targets"],
    ["binaryHinge", binaryHinge, "targets"],
    ["marginRanking", marginRanking, "lower"],
    ["tripletMargin", (a, b) => tripletMargin(a, a, b), "negative"],
  ])("%s does not broadcast [N, 1] with [N], nor [N] with [1]", async (name, loss, second) => {
    await expect(evaluate(() => loss(column(), row()))).rejects.toThrow(
      new RegExp(
        `^${name} expects .* got .*float32\\[3,1\\] and float32\\[3\\]: use reshape\\(${second}, \\[3, 1\\]\\)`,
      ),
    );
    await expect(evaluate(() => loss(row(), tensor([1])))).rejects.toThrow(
      new RegExp(`^${name} expects .* got .*float32\\[3\\] and float32\\[1\\]$`),
    );
  });

  it.each([crossEntropy, hinge, maximumLikelihoodRbf])("nor do those of classes: %o", async (loss) => {
    const labels = () => tensor([[0], [1]], "int32");
    await expect(
      evaluate(() =>
        loss(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          labels(),
        ),
      ),
    ).rejects.toThrow("got float32[2,2] and int32[2,1]: reshape or cast the labels to int32[2]");
  });
});

describe("penalties", () => {
  const model = new Sequential(new Linear(3, 4), new Linear(4, 2));
  const weights = initialize(model);
  const gradientsOf = (penalty: () => Tensor) =>
    evaluate(
      () => {
        const value = penalty();
        return { value, gradients: gradients(value, [...trainableParameters(model).values()]) };
      },
      { model },
    );

  it("have the gradients λw and λ sign(w), exactly", async () => {
    const [l1, l2] = [
      await gradientsOf(() => l1Penalty(model, { strength: 0.25 })),
      await gradientsOf(() => l2Penalty(model, { strength: 0.25 })),
    ];
    const all = [...weights.values()];
    all.forEach(({ data }, index) => {
      expect([...l1.gradients[index]!.data]).toEqual(Array.from(data, (w) => 0.25 * Math.sign(w)));
      expect([...l2.gradients[index]!.data]).toEqual(Array.from(data, (w) => 0.25 * w));
    });
    const flat = all.flatMap(({ data }) => [...data]);
    expect(l1.value.data[0]).toBeCloseTo(flat.reduce((sum, w) => sum + Math.abs(w), 0) / 4, 12);
    expect(l2.value.data[0]).toBeCloseTo(flat.reduce((sum, w) => sum + w * w, 0) / 8, 12);
  });

  it("leave out what is not selected, and say so when that is all", async () => {
    const select = (name: string) => name.endsWith("weight");
    const found = await gradientsOf(() => l2Penalty(model, { strength: 1, select }));
    [...weights.keys()].forEach((name, index) =>
      expect(found.gradients[index]!.data.some((value) => value !== 0)).toBe(select(name)),
    );
    await expect(gradientsOf(() => l1Penalty(model, { strength: 1, select: () => false }))).rejects.toThrow(
      "l1Penalty: no parameter is selected; the trainable ones are 0.weight, 0.bias, 1.weight, 1.bias",
    );
  });
});

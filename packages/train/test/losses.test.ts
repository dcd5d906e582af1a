import { bool, evaluate, float32, gradients, int32, ndarray, referenceBackend, tensor, trace } from "@blockzoo/core";
import {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  huber,
  maximumLikelihoodRbf,
  meanAbsoluteError,
  meanSquaredError,
} from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import golden from "./golden/losses.json" with { type: "json" };
import { expectClose } from "./support.js";

/** By the names in the golden file; the options of one are none of another's. */
const losses: Readonly<Record<string, unknown>> = {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  huber,
  maximumLikelihoodRbf,
  meanAbsoluteError,
  meanSquaredError,
};

describe("losses follow PyTorch", () => {
  for (const { loss, options, x, y, mask, value, gradient } of golden) {
    it(`${loss} of [${x.shape}] ${JSON.stringify(options)}${mask ? ` with a mask [${mask.shape}]` : ""}`, async () => {
      const compute = losses[loss] as typeof crossEntropy;
      const found = await evaluate(() => {
        const input = tensor(ndarray(x.data, x.shape));
        const masked = mask && { mask: tensor(ndarray(mask.data, mask.shape)) };
        const computed = compute(input, tensor(ndarray(y.data, y.shape, y.dtype as "int32")), {
          ...options,
          ...masked,
        });
        return { value: computed, gradient: gradients(computed, [input])[0]! };
      });
      expectClose(found.value.data, [value]);
      expectClose(found.gradient.data, gradient);
    });
  }
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

  it("are NaN for a label that is no class, unless a mask may hide it", async () => {
    const loss = async (label: number) =>
      (await evaluate(() => crossEntropy(tensor([[0, 0]]), tensor([label], "int32")))).data[0];
    expect(await loss(1)).toBeCloseTo(Math.log(2), 12);
    expect(await loss(2)).toBeNaN();
    expect(await loss(-1)).toBeNaN();
    const hidden = await evaluate(() => crossEntropy(tensor([[0, 0]]), tensor([-1], "int32"), { mask: tensor([0]) }));
    expect(hidden.data[0]).toBe(0);
  });

  it.each([
    [
      () => crossEntropy(tensor([[1, 2]]), tensor([[0]], "int32")),
      "crossEntropy expects [N, K, ...] and int32 labels [N, ...], got float32[1,2] and int32[1,1]",
    ],
    [
      () => meanSquaredError(tensor([[1], [2]]), tensor([1, 2])),
      "meanSquaredError expects predictions and targets of one shape, got float32[2,1] and float32[2]",
    ],
    [
      () => huber(tensor([1, 2]), tensor([1, 2]), { mask: tensor([1, 1, 1]) }),
      "the mask must have the shape of the values float32[2] or of their first axes, got float32[3]",
    ],
  ])("refuse shapes that do not fit: %s", async (run, message) => {
    await expect(evaluate(run)).rejects.toThrow(message);
  });
});

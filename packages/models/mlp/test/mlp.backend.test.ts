import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { passes } from "@blockzoo/family";
import { batched, xor } from "@blockzoo/data";
import { describeFamily, describeWeights } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";
import { adam, crossEntropy, fit, type Supervised } from "@blockzoo/train";
import { expect, test } from "vitest";
import { Mlp, mlp } from "../src/index.js";
import { mlpIris } from "../recipes/iris.js";

const golden = JSON.parse(readFileSync(new URL("./golden/logits.json", import.meta.url), "utf8")) as {
  readonly [tag: string]: number[];
};

describeFamily(mlp, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});

describeWeights(mlp, { backend: () => onnxruntime(), golden, measured: ["mlp.iris"] });

test("tells the species of a flower", async () => {
  const backend = await onnxruntime();
  const flowers = await mlp.load("mlp.iris", { backend });
  const [best, ...rest] = await flowers.classify([5.1, 3.5, 1.4, 0.2]);
  expect(best!.label).toBe("setosa");
  expect(best!.probability).toBeGreaterThan(0.95);
  expect(rest.map(({ label }) => label).toSorted()).toEqual(["versicolor", "virginica"]);
  await expect(flowers.classify([5.1, 3.5])).rejects.toThrow("has 2 columns, expected those that the network");
  flowers.dispose();
  await backend.dispose();
});

test("the recipe reaches its gate in seconds, and the broken control does not", async () => {
  const backend = await onnxruntime();
  const { metrics } = await mlpIris.run({ backend });
  expect(passes(mlpIris.gate, metrics)).toBe(true);
  const broken = await mlpIris.control!.run({ backend });
  expect(passes(mlpIris.gate, broken.metrics)).toBe(false);
  await backend.dispose();
});

test("exclusive or is learned with a nonlinearity and by no linear model", async () => {
  const backend = await onnxruntime();
  const finalLoss = async (activation: "relu" | "identity") => {
    const data = batched(xor(), { batchSize: 4, sampling: "sequential" });
    const optimizer = adam({ learningRate: 0.05 });
    const loss = (model: Mlp, { x, y }: Supervised) => crossEntropy(model.forward(x), y);
    const { history } = await fit(new Mlp([2, 8, 2], { activation }), { data, loss, optimizer, steps: 400, backend });
    return history.at(-1)!.loss;
  };
  expect(await finalLoss("relu")).toBeLessThan(1e-2);
  expect(await finalLoss("identity")).toBeGreaterThan(Math.LN2 - 1e-3);
  await backend.dispose();
});

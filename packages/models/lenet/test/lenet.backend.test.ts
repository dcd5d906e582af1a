import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import type { Backend } from "@blockzoo/core";
import { describeFamily, describeWeights } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lenet } from "../src/index.js";

const golden = JSON.parse(readFileSync(new URL("./golden/logits.json", import.meta.url), "utf8")) as {
  readonly [tag: string]: number[];
};

describeFamily(lenet, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});

const hasData = process.env.BLOCKZOO_DATA !== undefined;
if (!hasData) console.warn("the MNIST weights are not measured again: set BLOCKZOO_DATA to a folder with the data");
const onRealData = hasData ? ["lenet5.mnist", "lenet5.fashion-mnist"] : [];

describeWeights(lenet, {
  backend: () => onnxruntime(),
  golden,
  measured: ["lenet5.glyphs", "lenet5-1998.glyphs", ...onRealData],
});

describe("load", () => {
  const seven = fileURLToPath(new URL("./fixtures/seven.png", import.meta.url));
  let backend: Backend;
  beforeAll(async () => {
    backend = await onnxruntime();
  });
  afterAll(() => backend.dispose());

  test("reads a handwritten seven, dark on light paper", async () => {
    const digits = await lenet.load("lenet5.mnist", { backend });
    const predictions = await digits.classify(seven);
    expect(predictions).toHaveLength(5);
    expect(predictions[0]!.label).toBe("7");
    expect(predictions[0]!.probability).toBeGreaterThan(0.9);
    digits.dispose();
  });

  test("takes the nearest code for the published form", async () => {
    const digits = await lenet.load("lenet5-1998.glyphs", { backend });
    const { data } = await digits.logits([seven]);
    expect(Math.max(...data)).toBeLessThanOrEqual(0);
    const [best] = await digits.classify(seven);
    expect(best!.label).toBe(digits.labels[data.indexOf(Math.max(...data))]);
    digits.dispose();
  });
});

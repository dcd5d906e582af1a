import { countParameters, initialize, sizeOf, stateOf, trace, float32 } from "@blockzoo/core";
import { expect, test } from "vitest";
import { Mlp, mlp } from "../src/index.js";

test("names are those of a ModuleList of Linear", () => {
  const names = ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"];
  expect(stateOf(mlp.create("mlp")).map(({ name }) => name)).toEqual(names);
});

test("three hidden layers of 100 on 100 x 100 pixels have about 1.02 million weights; two convolutions a tenth", () => {
  const weights = stateOf(new Mlp([100 * 100, 100, 100, 100, 10]))
    .filter(({ name }) => name.endsWith("weight"))
    .map(({ value }) => sizeOf(value.shape));
  expect(weights.slice(0, 3).reduce((sum, size) => sum + size)).toBe(1_020_000);
  const convolutions = 100 * (3 * 3 + 1) + 100 * (100 * 3 * 3 + 1);
  expect(convolutions).toBe(1_000 + 90_100);
  expect(countParameters(new Mlp([100 * 100, 100, 100, 100, 10])) / convolutions).toBeGreaterThan(10);
});

test("Glorot's rule bounds first weights by √(6 / (in + out)), He's by √(6 / in)", () => {
  const largest = (model: Mlp) => Math.max(...Array.from(initialize(model).get("layers.0.weight")!.data, Math.abs));
  expect(largest(new Mlp([50, 100, 1]))).toBeCloseTo(Math.sqrt(6 / 150), 2);
  expect(largest(new Mlp([50, 100, 1], { activation: "relu" }))).toBeCloseTo(Math.sqrt(6 / 50), 2);
  expect(largest(new Mlp([50, 100, 1], { activation: "relu", initialization: "glorot" }))).toBeCloseTo(0.2, 2);
});

test("images are flattened, other sizes are refused", () => {
  const graph = trace(mlp.create("linear-glyphs"), { input: float32("N", 1, 32, 32) }, { output: "logits" });
  expect(graph.outputs[0]!.tensor.shape).toEqual(["N", 10]);
  expect(() => trace(mlp.create("linear-glyphs"), { input: float32("N", 1, 28, 28) })).toThrow(
    "expects 1024 input features",
  );
  expect(() => new Mlp([4])).toThrow("Mlp expects the sizes of at least input and output, got [4]");
});

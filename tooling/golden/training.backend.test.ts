import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import {
  gradients,
  mul,
  ndarray,
  reduceSum,
  add,
  referenceBackend,
  trace,
  type Backend,
  type Tensor,
} from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { compileTrainStep, crossEntropy } from "@blockzoo/train";
import { afterAll, beforeAll, describe, it } from "vitest";
import { optimizers, recurrentScenarios, trainingScenarios } from "./scenarios.js";

type Numbers = readonly number[];
const golden = JSON.parse(readFileSync(new URL("training.json", import.meta.url), "utf8")) as Record<
  string,
  Record<string, { losses: Numbers; logits: Numbers } & Numbers>
>;
const doubles = (values: Numbers) => ndarray(Float64Array.from(values));

let runtime: Backend;
beforeAll(async () => {
  runtime = await onnxruntime();
});
afterAll(() => runtime.dispose());

describe.each(Object.entries(trainingScenarios))("%s", (name, scenario) => {
  it.each(scenario.optimizers)("has PyTorch's losses over ten steps of %s", async (optimizer) => {
    const model = scenario.create();
    const step = await compileTrainStep({
      model,
      types: scenario.types,
      loss: (_, { x, y }) => crossEntropy(model.forward(x as never) as Tensor, y),
      optimizer: optimizers[optimizer](),
      backend: runtime,
      weights: scenario.weights,
    });
    const losses: number[] = [];
    for (const batch of scenario.batches) losses.push((await step.step(batch)).loss);
    expectClose(
      doubles(losses),
      doubles(golden[name]![optimizer]!.losses),
      "training",
      `${name}, ${optimizer}: losses`,
    );
    const weights = await step.state.read(scenario.weights.keys());
    const executable = await runtime.compile(trace(model, { x: scenario.types["x"] }, { output: "logits" }), {
      weights,
    });
    const { outputs } = await executable.run({ x: scenario.batches[0]!.x });
    const logits = ndarray(Float32Array.from(outputs["logits"]!.data));
    expectClose(
      { ...logits, data: Float64Array.from(logits.data) },
      doubles(golden[name]![optimizer]!.logits),
      "training",
      `${name}, ${optimizer}: logits after`,
    );
    step.dispose();
  });
});

describe.each(Object.entries(recurrentScenarios))("%s", (name, scenario) => {
  it.each(["reference", "onnxruntime"])("has PyTorch's values and gradients on %s", async (id) => {
    const layer = scenario.create();
    const parameters = Object.entries(layer).filter(([key]) => key.startsWith("weight") || key.startsWith("bias"));
    const graph = trace(
      ({ x, weighting }) => {
        const { output, state } = layer.forward(x);
        const states = "h" in state ? { h: state.h, c: state.c } : { h: state };
        const total = Object.values(states).reduce(
          (sum, each) => add(sum, reduceSum(each)),
          reduceSum(mul(output, weighting)),
        );
        const [dx, ...rest] = gradients(total, [x, ...parameters.map(([, parameter]) => parameter as never)]);
        const named = Object.fromEntries(parameters.map(([key], index) => [key, rest[index]!]));
        return { output, state: states, gradient: { x: dx!, ...named } };
      },
      { x: scenario.x, weighting: scenario.weighting },
      { mode: "train", model: layer },
    );
    const backend = id === "reference" ? referenceBackend({ float64: true }) : runtime;
    const executable = await backend.compile(graph, { weights: scenario.weights });
    const { outputs } = await executable.run({ x: scenario.x, weighting: scenario.weighting });
    for (const [key, values] of Object.entries(golden[name]!)) {
      const found = doubles([...outputs[key]!.data]);
      expectClose(found, doubles(values), id === "reference" ? "golden" : "network", `${name} on ${id}: ${key}`);
    }
  });
});

// Products that read one matrix in two shapes, large enough for the kernel that packs its right operand.
import {
  gradients,
  initialize,
  Linear,
  ndarray,
  RandomStream,
  reduceSum,
  referenceBackend,
  tanh,
  trace,
  trainableParameters,
  type Backend,
} from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { expect, test } from "vitest";
import { tfjs } from "../src/index.js";

test("a column of weights is a row in its gradient", async () => {
  const model = new Linear(128, 1);
  const graph = trace(
    ({ x }) => {
      const loss = reduceSum(tanh(model.forward(x)));
      return { loss, gradients: gradients(loss, [x, ...trainableParameters(model).values()]) };
    },
    { x: { dtype: "float32", shape: [64, 128] } },
    { model },
  );
  const x = ndarray(new RandomStream(1, "x").fillUniform(new Float32Array(64 * 128), -1, 1), [64, 128]);
  const run = async (backend: Backend) => {
    const executable = await backend.compile(graph, { weights: initialize(model) });
    return (await executable.run({ x })).outputs;
  };
  const backend = await tfjs({ device: "wasm" });
  const [found, expected] = [await run(backend), await run(referenceBackend())];
  await backend.dispose();
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const [name, value] of Object.entries(expected)) expectClose(found[name]!, value, "network", name);
});

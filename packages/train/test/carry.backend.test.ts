import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { tfjs } from "@blockzoo/backend-tfjs";
import { RNN, type Backend } from "@blockzoo/core";
import { fit } from "@blockzoo/train";
import { expect, it } from "vitest";
import { options, windows } from "./carried-elman.js";
import { expectClose } from "./support.js";

it.each<[string, () => Promise<Backend>]>([
  ["ONNX Runtime", () => onnxruntime()],
  ["tfjs", () => tfjs({ device: "cpu" })],
])("what is carried from batch to batch is the same on %s as on the reference", async (_, open) => {
  const backend = await open();
  try {
    const two = { ...options, steps: 2 * windows };
    const [found, expected] = [await fit(new RNN(1, 1), { ...two, backend }), await fit(new RNN(1, 1), two)];
    expect([...found.weights.keys()]).toEqual([...expected.weights.keys()]);
    const losses = ({ history }: typeof found) => history.map(({ loss }) => loss);
    expectClose(losses(found), losses(expected), 1e-5);
    for (const [name, { data }] of found.weights) expectClose(data, expected.weights.get(name)!.data, 1e-5);
  } finally {
    await backend.dispose();
  }
});

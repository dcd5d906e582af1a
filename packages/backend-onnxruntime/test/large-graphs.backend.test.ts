// A training graph of many nodes is run as it was written: without the runtime's own rewriting.
import {
  add,
  difference,
  float32,
  gradients,
  Linear,
  mul,
  ndarray,
  reduceMean,
  referenceBackend,
  Sequential,
  square,
  tanh,
  tolerances,
  trace,
  trainableParameters,
  type Backend,
  type Tensor,
} from "@blockzoo/core";
import { expect, it } from "vitest";
import { onnxruntime } from "../src/index.js";

/** A step of gradient descent on a chain of layers that add to what they are given. */
function deepStep(layers: number) {
  const chain = Array.from({ length: layers }, () => new Linear(4, 4));
  const model = new Sequential(...chain);
  const step = ({ x }: { readonly x: Tensor }) => {
    const parameters = [...trainableParameters(model).values()];
    const output = chain.reduce((value, layer) => add(value, mul(tanh(layer.forward(value)), 1 / layers)), x);
    const loss = reduceMean(square(output));
    gradients(loss, parameters).forEach((gradient, index) => {
      const parameter = parameters[index]!;
      parameter.update(add(parameter, mul(gradient, -0.1)));
    });
    return { loss };
  };
  return trace(step, { x: float32(3, 4) }, { model, mode: "train" });
}

it.each([2, 100])("a step of %i layers is the reference's", async (layers) => {
  const graph = deepStep(layers);
  const x = ndarray(
    Float32Array.from({ length: 12 }, (_, index) => Math.sin(index)),
    [3, 4],
  );
  const after = async (backend: Backend) => {
    const executable = await backend.compile(graph, { seed: 3 });
    for (let run = 0; run < 3; run++) await executable.run({ x });
    const { nodes } = executable.report();
    const state = await executable.state.read();
    await backend.dispose();
    return { state, nodes: Object.values(nodes).reduce((sum, count) => sum + count, 0) };
  };
  const [found, expected] = [await after(await onnxruntime({ provider: "cpu" })), await after(referenceBackend())];
  expect(found.nodes > 1000).toBe(layers === 100);
  for (const [name, value] of expected.state) {
    expect(difference(found.state.get(name)!, value)).toBeLessThan(tolerances.network);
  }
});

// Arithmetic with numbers, of tensors that end in axes of one element.
import { add, div, float32, mul, referenceBackend, sub, trace, type Tensor } from "@blockzoo/core";
import { drawLike, expectClose } from "@blockzoo/testkit";
import { expect, test } from "vitest";
import { onnxruntime } from "../src/index.js";
import { providerModel } from "../src/providers.js";

const operations = { add, sub, mul, div } as const;

/** Each operation with a constant and with an input, from both sides. */
function graphOf(shape: readonly number[]) {
  return trace(
    ({ x, number }) => {
      const values: Record<string, Tensor> = {};
      for (const [name, operation] of Object.entries(operations)) {
        values[`${name} constant`] = operation(x, 0.3);
        values[`constant ${name}`] = operation(0.3, x);
        values[`${name} input`] = operation(x, number);
        values[`input ${name}`] = operation(number, x);
      }
      return values;
    },
    { x: float32(...shape), number: float32() },
  );
}

test.each([[[6, 5, 1, 1]], [[7, 1]], [[1]], [[1, 1, 1]], [[4, 3]], [[2, 3, 2, 2]]])("of %j", async (shape) => {
  const graph = graphOf(shape);
  const feeds = { x: drawLike(shape, "x"), number: drawLike([], "number") };
  const expected = await (await referenceBackend().compile(graph)).run(feeds);
  for (const provider of ["cpu", "wasm"] as const) {
    const backend = await onnxruntime({ provider, threads: 1 });
    const found = await (await backend.compile(graph)).run(feeds);
    for (const [name, value] of Object.entries(expected.outputs)) {
      expect(found.outputs[name]!.shape).toEqual(value.shape);
      expectClose(found.outputs[name]!, value, "op", `${provider}, ${name}`);
    }
    await backend.dispose();
  }
});

test("a number has as many axes as the tensor where that ends in axes of one element, and there alone", () => {
  const axesOf = (...shape: readonly number[]) => {
    const graph = trace(({ x, number }) => mul(x, number), { x: float32(...shape), number: float32() });
    return providerModel(graph, "cpu").proto.graph!.node.map(({ opType }) => opType);
  };
  expect(axesOf(6, 5, 1, 1)).toEqual(["Reshape", "Mul"]);
  expect(axesOf(6, 5, 3, 3)).toEqual(["Mul"]);
});

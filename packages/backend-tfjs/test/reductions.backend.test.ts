// Sums and means of many rows, which pools on wasm compute first.
import {
  ndarray,
  RandomStream,
  reduceMean,
  reduceSum,
  referenceBackend,
  sizeOf,
  trace,
  type Backend,
} from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { expect, test } from "vitest";
import { tfjs } from "../src/index.js";

/** Powers of two, none, and both; pools of 32 and 64, of 2, of 1. */
const shapes = [
  [2048, 3],
  [4094, 1],
  [1025, 2],
  [3000, 5],
] as const;

async function reduced(backend: Backend, shape: readonly number[], data: Float32Array) {
  const graph = trace(({ x }) => ({ sum: reduceSum(x, { axes: [0] }), mean: reduceMean(x, { axes: [0] }) }), {
    x: { dtype: "float32", shape },
  });
  const executable = await backend.compile(graph);
  return (await executable.run({ x: ndarray(data, shape) })).outputs as Record<
    "sum" | "mean",
    ReturnType<typeof ndarray>
  >;
}

test.each(shapes)("%d rows of %d: far from zero, as the reference says", async (...shape) => {
  const data = new RandomStream(1, "x").fillUniform(new Float32Array(sizeOf(shape)), 1000, 1001);
  const backend = await tfjs({ device: "wasm" });
  const [found, expected] = [await reduced(backend, shape, data), await reduced(referenceBackend(), shape, data)];
  await backend.dispose();
  for (const name of ["sum", "mean"] as const) expectClose(found[name], expected[name], "op", name);
});

test.each(shapes)("%d rows of %d: whole numbers have a whole sum, ones the mean one", async (...shape) => {
  const backend = await tfjs({ device: "wasm" });
  const wholes = Float32Array.from({ length: sizeOf(shape) }, (_, index) => index % 7);
  const { sum } = await reduced(backend, shape, wholes);
  const exact = Array.from({ length: shape[1] }, (_, column) =>
    wholes.filter((__, index) => index % shape[1] === column).reduce((total, value) => total + value, 0),
  );
  expect([...sum.data]).toEqual(exact);
  const { mean } = await reduced(backend, shape, new Float32Array(sizeOf(shape)).fill(1));
  await backend.dispose();
  expect([...mean.data]).toEqual(Array.from({ length: shape[1] }, () => 1));
});

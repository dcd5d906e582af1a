import { float32, mul, reshape, relu, tanh, trace, type NDArray } from "@blockzoo/core";
import { buildModel, encodeModel } from "@blockzoo/onnx";
import { drawLike } from "@blockzoo/testkit";
import { expect, test } from "vitest";
import { OrtDevice } from "../src/device.js";
import { fromOrt, toOrt } from "../src/ort.js";
import { giveOwnPlaces } from "../src/own-places.js";
import { loadRuntime } from "../src/runtime.js";

const ort = (await loadRuntime("node"))!;
const device = new OrtDevice({ provider: "cpu", runtime: "node", ort, threads: 1, spinning: "never" });

/** Of two values one is large: [1024, 256] is reshaped, computed with, and reshaped back. */
const graph = trace(
  ({ x, small }) => ({
    large: mul(reshape(tanh(reshape(x, [256, 1024])), [1024, 256]), 2),
    small: relu(reshape(small, [4])),
  }),
  { x: float32(1024, 256), small: float32(2, 2) },
);

async function resultsOf({ proto, inputs, outputs }: ReturnType<typeof buildModel>): Promise<NDArray[]> {
  const session = await device.openSession(encodeModel(proto), "refused", { optimized: false });
  const [x, small] = [drawLike([1024, 256], "x"), drawLike([2, 2], "small")];
  const feeds = { [inputs[0]!]: toOrt(ort, x), [inputs[1]!]: toOrt(ort, small) };
  const results = await device.run(session, feeds, outputs);
  const found = outputs.map((name) => fromOrt(results[name]!));
  await session.release();
  return found;
}

test("large values are reshaped by lists that are hidden, small ones as they were", () => {
  const { proto } = buildModel(graph);
  giveOwnPlaces(proto.graph!);
  const made = new Map(proto.graph!.node.map((node) => [node.output[0]!, node.opType]));
  const lists = proto.graph!.node.filter(({ opType }) => opType === "Reshape").map(({ input }) => made.get(input[1]!));
  expect(lists).toEqual(["Identity", "Identity", undefined]);
  expect(proto.graph!.valueInfo).toEqual([]);
});

test("nothing else is changed", async () => {
  const hidden = buildModel(graph);
  giveOwnPlaces(hidden.proto.graph!);
  expect(await resultsOf(hidden)).toEqual(await resultsOf(buildModel(graph)));
});

import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { passes } from "@blockzoo/family";
import { describeFamily } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";
import { rnn } from "@blockzoo/rnn";
import { expect, test } from "vitest";
import { gridLstmDepth } from "../recipes/depth.js";

describeFamily(rnn, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});

test("24 layers with a memory along depth learn in seconds", async () => {
  const backend = await onnxruntime();
  const { metrics } = await gridLstmDepth.run({ backend });
  expect(passes(gridLstmDepth.gate, metrics)).toBe(true);
  await backend.dispose();
});

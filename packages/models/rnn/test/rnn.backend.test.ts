import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { passes } from "@blockzoo/family";
import { ndarray } from "@blockzoo/core";
import { describeFamily, describeWeights } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";
import { rnn } from "@blockzoo/rnn";
import { expect, test } from "vitest";
import { gridLstmDepth } from "../recipes/depth.js";

describeFamily(rnn, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});

const golden = JSON.parse(readFileSync(new URL("./golden/logits.json", import.meta.url), "utf8")) as {
  readonly [tag: string]: number[];
};
const writers = ["lstm-writer.tinyshakespeare", "lstm-writer-large.tinyshakespeare"];
const hasData = process.env.BLOCKZOO_DATA !== undefined;
if (!hasData) console.warn("the writers are not measured again: set BLOCKZOO_DATA to a folder with the data");
const tokens = ndarray(
  Int32Array.from({ length: 2 * 32 }, (_, index) => (index * 37) % 65),
  [2, 32],
);

describeWeights(rnn, {
  backend: () => onnxruntime(),
  golden,
  inputs: Object.fromEntries(writers.map((tag) => [tag, { tokens }])),
  measured: hasData ? writers : [],
});

test("24 layers with a memory along depth learn in seconds", async () => {
  const backend = await onnxruntime();
  const { metrics } = await gridLstmDepth.run({ backend });
  expect(passes(gridLstmDepth.gate, metrics)).toBe(true);
  await backend.dispose();
});

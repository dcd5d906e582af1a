// Teaches the network again, by the files in samples/<class>/, and writes model.onnx and labels.json: node train.mjs
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { ndarray, trace } from "@blockzoo/core";
import { exportModel } from "@blockzoo/onnx";
import { samplesIn } from "./samples.mjs";
import { Head, isHeldOut, TaughtNetwork, taughtWeights, teachHead } from "./taught-network.mjs";
import { openTrunk } from "./trunk.mjs";

const { labels, samples } = await samplesIn(new URL("samples/", import.meta.url));
const { create, weights, types, exportedTypes, pixels, prepare } = await openTrunk();
const backend = await onnxruntime();

// What the network sees, or hears, in each sample.
const features = create();
const look = await backend.compile(trace(features, types), { weights });
const known = labels.map(() => []);
for (const { label, file } of samples) {
  const { outputs } = await look.run(await prepare(fileURLToPath(file)));
  known[label].push({ label, row: outputs.output.data });
}
const width = known[0][0].row.length;
const joined = (rows) => ndarray(Float32Array.from(rows.flatMap((row) => Array.from(row))), [rows.length, width]);

const learned = known.flatMap((rows) => rows.filter((_, index) => !isHeldOut(index, rows.length)));
const heldOut = known.flatMap((rows) => rows.filter((_, index) => isHeldOut(index, rows.length)));
const head = await teachHead(
  { features: joined(learned.map(({ row }) => row)), classes: learned.map(({ label }) => label) },
  { count: labels.length, backend },
);
const asked = { features: { dtype: "float32", shape: [1, width] } };
const answer = await backend.compile(trace(new Head(width, labels.length), asked), { weights: head });
let right = 0;
for (const { label, row } of heldOut) {
  const { outputs } = await answer.run({ features: joined([row]) });
  const scores = Array.from(outputs.output.data);
  if (scores.indexOf(Math.max(...scores)) === label) right++;
}
console.log(`${right} of ${heldOut.length} held-out samples are told right`);

const network = new TaughtNetwork(features, new Head(width, labels.length));
const model = exportModel(trace(network, exportedTypes, { output: "logits" }), {
  weights: taughtWeights(weights, head),
  labels,
  ...(pixels && { pixels }),
});
await writeFile(new URL("model.onnx", import.meta.url), model);
await writeFile(new URL("labels.json", import.meta.url), JSON.stringify(labels));
await backend.dispose();

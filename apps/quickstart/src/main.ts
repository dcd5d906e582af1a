// LeNet-5 from untrained to an ONNX file that runs without blockzoo. Start it with: npm run demo
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { glyphs } from "@blockzoo/data";
import { inferenceGraph, passes, type Recipe, type RecipeResult } from "@blockzoo/family";
import { lenet } from "@blockzoo/lenet";
import { exportModel } from "@blockzoo/onnx";
import { progressLine } from "@blockzoo/train/node";
import { largestDifference, runOnnxFile } from "./run-onnx-file.js";
import { quickstartReport } from "./report.js";

const folder = "runs/quickstart";
await mkdir(folder, { recursive: true });
const backend = await onnxruntime();
console.log(`\nblockzoo trains LeNet-5 on ${backend.capabilities.runtime}, ${backend.capabilities.device}\n`);

const recipe = await findRecipe("lenet5.glyphs");
const own = await train("LeNet-5", recipe);
const rows = [{ name: "LeNet-5", metrics: own.metrics, own: true }];
for (const [name, baseline] of Object.entries(recipe.baselines ?? {})) {
  rows.push({ name, metrics: (await train(name, baseline)).metrics, own: false });
}

console.log("\nHeld-out accuracy on 1,000 hard glyphs:");
for (const { name, metrics } of rows) console.log(`  ${name.padEnd(10)} ${metrics["accuracy"]!.toFixed(3)}`);
console.log(
  `The gate, accuracy >= ${recipe.gate.atLeast}, is ${passes(recipe.gate, own.metrics) ? "passed" : "MISSED"}.`,
);

// The trained weights go into an ONNX file. A runtime that knows nothing of blockzoo runs it.
const file = join(folder, "lenet5.onnx");
const graph = inferenceGraph(lenet.variants.lenet5);
await writeFile(file, exportModel(graph, { weights: own.weights }));
const test = glyphs({ count: 64, seed: 1, geometry: "hard" });
const images = test.gather(Array.from({ length: test.size }, (_, index) => index));
const executable = await backend.compile(graph, { weights: own.weights });
const { outputs } = await executable.run({ input: images["x"]! });
const difference = largestDifference(await runOnnxFile(file, images["x"]!), outputs["logits"]!);
console.log(
  `\n${file} in plain onnxruntime-node: logits of 64 images differ by at most ${difference.toExponential(1)}.`,
);

const report = join(folder, "report.html");
await writeFile(
  report,
  quickstartReport({ recipe, result: own, rows, images, logits: outputs["logits"]!, difference }),
);
console.log(`The report with curves, filters and predictions: ${pathToFileURL(report).href}\n`);
await backend.dispose();
process.exitCode = passes(recipe.gate, own.metrics) && difference < 1e-4 ? 0 : 1;

async function findRecipe(id: string): Promise<Recipe> {
  const { recipes } = await lenet.recipes();
  return recipes.find((each) => each.id === id)!;
}

async function train(label: string, each: Recipe): Promise<RecipeResult> {
  const progress = progressLine({ label: label.padEnd(10) });
  const result = await each.run({ backend, onProgress: progress.update });
  progress.done();
  return result;
}

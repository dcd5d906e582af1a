// Makes the trained weights that a model package ships: runs a recipe on ONNX Runtime, stores the weights in half
// precision, measures exactly what was stored, and writes the file and the package's weights/index.js.
//
//   node --conditions=@blockzoo/source --import tsx tooling/weights/train.ts lenet5.mnist [--seed 0] [--data DIR] [--threads 2]
//
// The entry in the package's src/weights.ts adds what no run can tell: preprocessing, labels, licence.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { passes, type Recipe, type RecipeContext } from "@blockzoo/family";
import { recipeHash } from "@blockzoo/train";
import { readSafetensors, writeSafetensors } from "@blockzoo/weights";
import { findRecipe } from "@blockzoo/zoo";
import { addToIndex, type Facts } from "./weights-index.js";

await main();

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: "string" }, data: { type: "string" }, threads: { type: "string" } },
  });
  const [id] = positionals;
  if (id === undefined) throw new Error("usage: train.ts <recipe> [--seed S] [--data DIR] [--threads T]");

  const { family, recipe } = await findRecipe(id);
  const backend = await onnxruntime({ threads: Number(values.threads ?? 2) });
  const seed = Number(values.seed ?? 0);
  const { bytes, facts } = await train(recipe, {
    backend,
    seed,
    ...(values.data !== undefined && { data: values.data }),
  });
  await backend.dispose();

  const folder = new URL(`../../packages/models/${family.name}/weights/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${id}.safetensors`, folder), bytes);
  await addToIndex(folder, id, facts);
  console.log(id, facts);
}

async function train(
  recipe: Recipe,
  context: RecipeContext & { readonly seed: number },
): Promise<{ bytes: Uint8Array; facts: Facts }> {
  const { id, gate } = recipe;
  const onProgress: RecipeContext["onProgress"] = ({ step, totalSteps, loss }) => {
    if (step % 100 === 0) process.stderr.write(`\r${id}: step ${step} of ${totalSteps}, loss ${loss.toFixed(4)} `);
  };
  const { weights } = await recipe.run({ ...context, onProgress });
  process.stderr.write("\n");

  const hash = await recipeHash(recipe);
  const metadata = { format: "pt", recipe: id, hash, seed: String(context.seed) };
  const bytes = writeSafetensors(weights, { dtype: "float16", metadata });
  const { metrics } = await recipe.measure(readSafetensors(bytes, { name: id }).tensors, context);
  if (!passes(gate, metrics)) {
    throw new Error(`${id} misses its gate ${JSON.stringify(gate)}: ${JSON.stringify(metrics)}`);
  }
  const rounded = Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, Number(value.toFixed(4))]));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { bytes, facts: { sha256, size: bytes.length, metrics: rounded, gate, recipe: { id, hash } } };
}

// Runs recipes with their baselines on three seeds and their broken controls on one, records what came out in
// results.json, and writes docs/recipes.md:
//
//   pnpm test:recipes [--only lenet5.glyphs] [--seeds 0,1,2] [--data DIR] [--threads 2]
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import type { Recipe, RecipeContext } from "@blockzoo/family";
import { recipeHash } from "@blockzoo/train";
import { findRecipe, recipeIds } from "@blockzoo/zoo";
import { objections, saveResults, type RecipeResults, type SeedResult } from "./results.js";
import { writeTable } from "./table.js";

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    seeds: { type: "string", default: "0,1,2" },
    data: { type: "string" },
    threads: { type: "string", default: String(cpus().length) },
  },
});
const seeds = values.seeds.split(",").map(Number);
const backend = await onnxruntime({ threads: Number(values.threads) });
const common = { backend, ...(values.data === undefined ? {} : { data: values.data }) };
const machine = `${cpus()[0]!.model.trim()}, ${values.threads} threads, Node ${process.version}, ${backend.capabilities.runtime}`;

let failed = 0;
for (const id of values.only ?? recipeIds) {
  const { recipe } = await findRecipe(id);
  const results = await measure(recipe);
  saveResults(results);
  const problems = objections(recipe, results);
  failed += problems.length;
  console.log(problems.length === 0 ? `${id}: the claim holds` : problems.map((each) => `${id}: ${each}`).join("\n"));
}
await writeTable();
await backend.dispose();
process.exitCode = failed === 0 ? 0 : 1;

async function measure(recipe: Recipe): Promise<RecipeResults> {
  const results: SeedResult[] = [];
  for (const seed of seeds) {
    const metrics = await run(recipe, { ...common, seed });
    const baselines: Record<string, SeedResult["metrics"]> = {};
    for (const [name, baseline] of Object.entries(recipe.baselines ?? {})) {
      baselines[name] = await run(baseline, { ...common, seed });
    }
    results.push({ seed, metrics, baselines });
  }
  const control = recipe.control && (await run(recipe.control, { ...common, seed: seeds[0]! }));
  return {
    id: recipe.id,
    hash: await recipeHash(recipe),
    seeds: results,
    ...(control && { control }),
    command: `pnpm test:recipes --only ${recipe.id}`,
    machine,
  };
}

async function run(recipe: Recipe, context: RecipeContext): Promise<SeedResult["metrics"]> {
  const { metrics } = await recipe.run(context);
  console.log(`  ${recipe.id}, seed ${context.seed}: ${JSON.stringify(metrics)}`);
  return metrics;
}

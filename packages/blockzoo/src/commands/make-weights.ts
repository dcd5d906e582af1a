import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { BlockzooError } from "@blockzoo/core";
import { passes, type Recipe, type RecipeContext } from "@blockzoo/family";
import { openFamilyPackage } from "@blockzoo/family-checks/node";
import { recipeHash } from "@blockzoo/train";
import { progressLine } from "@blockzoo/train/node";
import { readSafetensors, writeSafetensors } from "@blockzoo/weights";
import { writeFileAtomic } from "@blockzoo/weights/node";
import { withBackend } from "../backends.js";
import { unknownId } from "../models/resolve-model.js";
import { addToIndex, type Facts } from "../packaging/weights-index.js";
import { note, print } from "../terminal.js";

export interface MakeWeightsOptions {
  readonly package?: string;
  readonly backend?: string;
  readonly seed?: number;
  readonly data?: string;
}

/**
 * Makes the trained weights that a model package ships: runs one of its recipes, stores the weights in half precision,
 * measures exactly what was stored, and writes the file and the package's weights/index.js. The entry in src/weights.ts adds
 * what no run can tell: preprocessing, labels, licence.
 */
export async function run(id: string, options: MakeWeightsOptions): Promise<number> {
  const { seed = 0, data, backend: name } = options;
  const { folder, family } = await openFamilyPackage(options.package ?? ".");
  const { recipes } = await family.recipes();
  const recipe = recipes.find((each) => each.id === id);
  if (recipe === undefined) {
    throw unknownId(
      "recipe",
      id,
      recipes.map((each) => each.id),
    );
  }
  const { bytes, facts } = await withBackend(name, (backend) =>
    trained(recipe, { backend, seed, ...(data !== undefined && { data }) }),
  );
  const weights = join(folder, "weights");
  await mkdir(weights, { recursive: true });
  await writeFileAtomic(join(weights, `${id}.safetensors`), bytes);
  await addToIndex(weights, id, facts);
  print(`${join(weights, `${id}.safetensors`)}: ${facts.size} bytes, ${JSON.stringify(facts.metrics)}`);
  if (!Object.hasOwn(family.weights, id)) note(`next: an entry "${id}" in src/weights.ts, a line in NOTICES.md`);
  return 0;
}

/** @throws BlockzooError where what was stored misses the gate: nothing is written then */
async function trained(
  recipe: Recipe,
  context: RecipeContext & { readonly seed: number },
): Promise<{ bytes: Uint8Array; facts: Facts }> {
  const { id, gate } = recipe;
  const progress = progressLine();
  const { weights } = await recipe.run({ ...context, onProgress: progress.update }).finally(() => progress.done());
  const hash = await recipeHash(recipe);
  const metadata = { format: "pt", recipe: id, hash, seed: String(context.seed) };
  const bytes = writeSafetensors(weights, { dtype: "float16", metadata });
  const { metrics } = await recipe.measure(readSafetensors(bytes, { name: id }).tensors, context);
  if (!passes(gate, metrics)) {
    throw new BlockzooError(
      `${id} misses its gate ${JSON.stringify(gate)} with ${JSON.stringify(metrics)}: nothing was written; try another --seed`,
      { kind: "failure" },
    );
  }
  const rounded = Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, Number(value.toFixed(4))]));
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  const sha256 = Buffer.from(digest).toString("hex");
  return { bytes, facts: { sha256, size: bytes.length, metrics: rounded, gate, recipe: { id, hash } } };
}

import type { Family, Recipe } from "@blockzoo/family";
import { allFamilies } from "../models/all-families.js";
import type { PackagedFamily } from "../models/installed-families.js";
import { print, printJson, table } from "../terminal.js";

export interface ListOptions {
  readonly json?: boolean;
}

/** Prints every variant of every family: those of the zoo, then those of installed third-party packages. */
export async function run({ json }: ListOptions): Promise<number> {
  const rows = (await Promise.all((await allFamilies()).map(rowsOf))).flat();
  if (json === true) {
    printJson(rows);
    return 0;
  }
  const cells = rows.map((row) => [
    row.id,
    row.package,
    row.params,
    row.weights.map(({ tag }) => tag).join(" ") || "-",
    row.recipes.map(({ id }) => id).join(" ") || "-",
    row.summary,
  ]);
  print(table(["id", "package", "params", "weights", "recipes", "what it is"], cells));
  return 0;
}

async function rowsOf({ package: name, family }: PackagedFamily) {
  const { recipes } = await family.recipes();
  return Object.entries(family.variants).map(([id, { summary, params }]) => ({
    id,
    family: family.name,
    package: name,
    title: family.title,
    task: family.task,
    summary,
    params,
    papers: family.papers,
    weights: weightsOf(family, id),
    recipes: recipes.filter(({ variant }) => variant === id).map(describeRecipe),
  }));
}

function weightsOf(family: Family, id: string) {
  return Object.entries(family.weights)
    .filter(([, { variant }]) => variant === id)
    .map(([tag, { size, metrics, licence, recipe }]) => ({ tag, size, metrics, licence, recipe }));
}

function describeRecipe({ id, claim, gate }: Recipe) {
  return { id, claim, gate };
}

import { extname } from "node:path";
import { BlockzooError } from "@blockzoo/core";
import type { Family, Recipe } from "@blockzoo/family";
import { costsSvg } from "@blockzoo/inspect";
import { allFamilies } from "../models/all-families.js";
import type { PackagedFamily } from "../models/installed-families.js";
import { networkCosts } from "../models/network-costs.js";
import { writeOutput } from "../output-file.js";
import { note, print, printJson, table } from "../terminal.js";

export interface ListOptions {
  readonly json?: boolean;
  readonly chart?: string;
}

/**
 * Prints every variant of every family: those of the zoo, then those of installed third-party packages. With a chart, draws
 * the accuracy, operations and parameters of all that are trained.
 */
export async function run({ json, chart }: ListOptions): Promise<number> {
  if (chart !== undefined && extname(chart).toLowerCase() !== ".svg") {
    throw new BlockzooError(`${chart}: a chart is written as .svg`);
  }
  const all = await allFamilies();
  if (chart !== undefined) {
    const costs = networkCosts(all.map(({ family }) => family)).filter(({ metricName }) => metricName === "accuracy");
    await writeOutput(chart, costsSvg(costs));
    note(`wrote ${chart}`);
  }
  const rows = (await Promise.all(all.map(rowsOf))).flat();
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
  return Object.entries(family.variants).map(([id, { summary, params, task, aliases = [] }]) => ({
    id,
    family: family.name,
    package: name,
    title: family.title,
    task: task.name,
    summary,
    aliases,
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

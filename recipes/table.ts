import { readFileSync, writeFileSync } from "node:fs";
import { findRecipe } from "@blockzoo/zoo";
import { format } from "prettier";
import { gateText, metricsOf, readResults, type RecipeResults } from "./results.js";

const file = new URL("../docs/recipes.md", import.meta.url);

/** The document as the results give it. */
export async function tableText(): Promise<string> {
  const rows = await Promise.all(readResults().map(row));
  const machines = new Set(readResults().map(({ machine }) => machine));
  return [
    "# Recipes and what they measured",
    "",
    "<!-- Written by `pnpm test:recipes` from recipes/results.json; a test checks that it is fresh. -->",
    "",
    "Each recipe reproduces a claim: it must pass its gate on every seed, stay ahead of its baselines, and fail when it is",
    "broken on purpose. Numbers are held-out, one for each seed 0, 1, 2; the control was run on seed 0.",
    "",
    "| recipe | gate | measured | baselines | broken control |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
    `Measured on ${[...machines].join("; ")}. Each row by \`pnpm test:recipes --only <recipe>\`; recipes on real data need`,
    "`--data` or `BLOCKZOO_DATA`.",
    "",
  ].join("\n");
}

/** Writes docs/recipes.md, as the formatter would leave it. */
export async function writeTable(): Promise<void> {
  writeFileSync(file, await format(await tableText(), { parser: "markdown", printWidth: 120 }));
}

/** docs/recipes.md as it stands. */
export function presentTable(): string {
  return readFileSync(file, "utf8");
}

async function row({ id, seeds, control }: RecipeResults): Promise<string> {
  const { gate } = (await findRecipe(id)).recipe;
  type Metrics = Readonly<Record<string, number>>;
  const number = (metrics: Metrics, metric = gate.metric) => metrics[metric]!.toFixed(3);
  const measured = metricsOf(gate).map((metric, index) => {
    const numbers = seeds.map(({ metrics }) => number(metrics, metric)).join(" / ");
    return index === 0 ? numbers : `${metric} ${numbers}`;
  });
  const baselines = Object.keys(seeds[0]!.baselines).map(
    (name) => `${name} ${seeds.map((seed) => number(seed.baselines[name]!)).join(" / ")}`,
  );
  return `| ${[
    `\`${id}\``,
    gateText(gate),
    measured.join("; "),
    baselines.join("; "),
    control === undefined ? "" : number(control),
  ].join(" | ")} |`;
}

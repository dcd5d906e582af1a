import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isWithin, passes, type Gate, type Recipe } from "@blockzoo/family";

type Metrics = Readonly<Record<string, number>>;

/** What a recipe gave on one seed, and its baselines beside it. */
export interface SeedResult {
  readonly seed: number;
  readonly metrics: Metrics;
  readonly baselines: Readonly<Record<string, Metrics>>;
}

/** What was measured of one recipe, and with what. */
export interface RecipeResults {
  readonly id: string;
  /** Of the recipe's settings: results of a recipe that was changed since are stale. */
  readonly hash: string;
  readonly seeds: readonly SeedResult[];
  /** The recipe broken on purpose, on the first seed. */
  readonly control?: Metrics;
  readonly command: string;
  readonly machine: string;
}

const file = new URL("results.json", import.meta.url);

export function readResults(): RecipeResults[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as RecipeResults[]) : [];
}

/** Puts results in the place of older ones of the same recipe. */
export function saveResults(results: RecipeResults): void {
  const others = readResults().filter(({ id }) => id !== results.id);
  const sorted = [...others, results].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  writeFileSync(file, `${JSON.stringify(sorted, undefined, 2)}\n`);
}

/** What speaks against a recipe's claim, a sentence each; none where it holds on every seed. */
export function objections(recipe: Recipe, results: RecipeResults): string[] {
  const { gate, baselines = {}, ahead = {}, ratios = [] } = recipe;
  const of = (metrics: Metrics) => metrics[gate.metric]!;
  const found = results.seeds.flatMap(({ seed, metrics, baselines: measured }) => [
    ...(passes(gate, metrics) ? [] : [`seed ${seed}: ${valuesText(gate, metrics)}, the gate is ${gateText(gate)}`]),
    ...Object.entries(baselines).flatMap(([name, baseline]) =>
      passes(baseline.gate, measured[name]!)
        ? []
        : [
            `seed ${seed}: the baseline ${name}: ${valuesText(baseline.gate, measured[name]!)}, expected ${gateText(baseline.gate)}`,
          ],
    ),
    ...Object.entries(ahead).flatMap(([name, margin]) =>
      of(metrics) - of(measured[name]!) >= margin ? [] : [`seed ${seed}: not ${margin} ahead of ${name}`],
    ),
    ...ratios.flatMap(({ of: name, to, ...bounds }) => {
      const ratio = of(name === undefined ? metrics : measured[name]!) / of(measured[to]!);
      if (isWithin(ratio, bounds)) return [];
      return [`seed ${seed}: ${name ?? recipe.id} has ${ratio.toFixed(2)} times ${to}, expected ${boundsText(bounds)}`];
    }),
  ]);
  const { control } = results;
  if (recipe.control !== undefined && control === undefined) found.push("the broken control was not run");
  if (control !== undefined && passes(gate, control)) found.push(`the broken control passes, with ${of(control)}`);
  if (results.seeds.length < 3) found.push(`run on ${results.seeds.length} seeds, expected at least 3`);
  return found;
}

/** `accuracy ≥ 0.9` */
export function gateText({ metric, and, ...bounds }: Gate): string {
  const own = `${metric} ${boundsText(bounds)}`;
  return and === undefined ? own : `${own}; ${gateText(and)}`;
}

/** The metrics of a gate and of its further conditions. */
export function metricsOf({ metric, and }: Gate): string[] {
  return [metric, ...(and === undefined ? [] : metricsOf(and))];
}

function valuesText(gate: Gate, metrics: Metrics): string {
  return metricsOf(gate)
    .map((metric) => `${metric} is ${metrics[metric]}`)
    .join(", ");
}

function boundsText({ atLeast, atMost }: Pick<Gate, "atLeast" | "atMost">): string {
  return [...(atLeast === undefined ? [] : [`≥ ${atLeast}`]), ...(atMost === undefined ? [] : [`≤ ${atMost}`])].join(
    ", ",
  );
}

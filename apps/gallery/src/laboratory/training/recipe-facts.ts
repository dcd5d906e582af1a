import type { Family, Gate, Recipe } from "@blockzoo/family";
import { countParameters } from "@blockzoo/core";

/** A recipe in a list of all. */
export interface RecipeEntry {
  readonly id: string;
  readonly family: string;
  readonly familyTitle: string;
  readonly variant: string;
  readonly claim: string;
  /** What a page lacks to run it; undefined where it lacks nothing. */
  readonly lacks: string | undefined;
}

/** What runs beside a recipe, to be compared with it. */
export interface BesideFacts {
  readonly name: string;
  readonly claim: string;
}

/** What a person wants to know of a recipe before it runs. */
export interface RecipeFacts extends RecipeEntry {
  readonly gate: Gate;
  /** What it learns from, as its settings say. */
  readonly data: string | undefined;
  readonly parameters: number;
  readonly batchSize: number | undefined;
  /** The rate of its update rule, before any schedule. */
  readonly learningRate: number | undefined;
  readonly adjustable: readonly string[];
  readonly beside: readonly BesideFacts[];
}

export function recipeEntry({ name, title }: Family, { id, variant, claim, reads }: Recipe): RecipeEntry {
  const lacks = reads === undefined ? undefined : `reads ${reads} from a folder`;
  return { id, family: name, familyTitle: title, variant, claim, lacks };
}

export function recipeFacts(family: Family, recipe: Recipe): RecipeFacts {
  const { gate, settings, adjustable = [], baselines = {}, control, variant } = recipe;
  const { data, batchSize } = settings;
  return {
    ...recipeEntry(family, recipe),
    gate,
    data: typeof data === "string" ? data : undefined,
    parameters: countParameters(family.create(variant)),
    batchSize: typeof batchSize === "number" ? batchSize : undefined,
    learningRate: learningRateOf(settings),
    adjustable,
    beside: [
      ...Object.entries(baselines).map(([name, each]) => ({ name, claim: each.claim })),
      ...(control === undefined ? [] : [{ name: "control", claim: control.claim }]),
    ],
  };
}

/** As a number among the settings, or in the words of an update rule: `adam(learningRate 0.001, beta1 0.9)`. */
function learningRateOf({ learningRate, optimizer }: Recipe["settings"]): number | undefined {
  if (typeof learningRate === "number") return learningRate;
  const found = typeof optimizer === "string" ? /learningRate ([\d.e+-]+)/.exec(optimizer)?.[1] : undefined;
  return found === undefined ? undefined : Number(found);
}

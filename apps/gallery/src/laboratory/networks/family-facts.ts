import type { Family, Paper } from "@blockzoo/family";

/** What a page says of a family, as plain data. */
export interface FamilyFacts {
  readonly name: string;
  readonly title: string;
  readonly papers: readonly Paper[];
  readonly variants: readonly VariantFacts[];
}

export interface VariantFacts {
  readonly id: string;
  readonly summary: string;
  readonly parameters: number;
  /** The name of its task: what it does for its user. */
  readonly task: string;
  /** The computations that it consists of. */
  readonly graphs: readonly string[];
  /** Tags of the trained weights that come with the package. */
  readonly weights: readonly string[];
}

export function factsOf({ name, title, papers, variants, weights }: Family): FamilyFacts {
  const tags = Object.entries(weights);
  return {
    name,
    title,
    papers,
    variants: Object.entries(variants).map(([id, { summary, params, task, graphs }]) => ({
      id,
      summary,
      parameters: params,
      task: task.name,
      graphs: Object.keys(graphs),
      weights: tags.filter(([, entry]) => entry.variant === id).map(([tag]) => tag),
    })),
  };
}

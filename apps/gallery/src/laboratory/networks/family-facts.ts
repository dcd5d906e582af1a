import type { Family, Paper } from "@blockzoo/family";
import type { NetworkName } from "./network-name.js";

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
  /** Tags of trained weights: those that come with the package, then those that its user gave. */
  readonly weights: readonly string[];
}

/** @param given weights that did not come with the package */
export function factsOf(
  { name, title, papers, variants, weights }: Family,
  given: readonly Required<NetworkName>[],
): FamilyFacts {
  const packaged = Object.entries(weights).map(([tag, { variant }]) => ({ variant, tag }));
  const tags = [...packaged, ...given.map(({ variant, weights: tag }) => ({ variant, tag }))];
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
      weights: tags.filter(({ variant }) => variant === id).map(({ tag }) => tag),
    })),
  };
}

import type { Family, Variant } from "@blockzoo/family";

/** What an id names: a variant of a family, or one made of what is known about a network of the user's own. */
export interface ResolvedModel {
  /** The id as it was given. */
  readonly id: string;
  /** For headings, error messages and names of folders: `lenet5`, `MyNet`. */
  readonly name: string;
  /** A user's network may leave open what it takes: the inputs of its graph are then none. */
  readonly variant: Variant;
  /** The family whose variant it is, which has weights and recipes for it. */
  readonly family?: Family;
  /** The tag of the weights that the id itself asks for: `lenet5.mnist`. */
  readonly tag?: string;
}

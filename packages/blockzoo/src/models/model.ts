import type { Block, InputTypes } from "@blockzoo/core";
import type { Family } from "@blockzoo/family";
import type { WeightsDescription } from "./weights-description.js";

/** What an id names: something that makes a network, and what is known about it. */
export interface Model {
  /** The id as it was given. */
  readonly id: string;
  /** For headings, error messages and names of folders: `lenet5`, `MyNet`. */
  readonly name: string;
  /** A new, untrained network. */
  create(): Block;
  /** Types of the inputs, the batch as `"N"`; a user's network may leave them open. */
  readonly input: InputTypes | undefined;
  /** The name of the output where there is one only. */
  readonly output: string;
  /** What inputs and outputs are for weights that do not say it themselves. */
  readonly description?: WeightsDescription;
  /** Where the network is one of a family's. */
  readonly member?: { readonly family: Family; readonly variant: string };
  /** The tag of the weights that the id itself asks for: `lenet5.mnist`. */
  readonly tag?: string;
}

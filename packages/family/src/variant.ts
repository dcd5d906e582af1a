import type { Block, InputTypes } from "@blockzoo/core";
import type { BoxFinder } from "./tasks/detector.js";

/** One size of a family's network: what it takes to make, trace and count it. */
export interface Variant {
  /** One line: what distinguishes this variant. */
  readonly summary: string;
  /** A new, untrained model. */
  create(): Block;
  /** Types of the inputs; the batch is the named dimension `"N"`. */
  readonly input: InputTypes;
  /** The name of the output, such as `"logits"`. */
  readonly output: string;
  /** The number of parameters that the paper or torchvision gives; a test recounts it. */
  readonly params: number;
  /** How objects are found with the network, for those that detect. */
  readonly finder?: BoxFinder;
}

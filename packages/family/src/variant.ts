import type { Block, InputTypes } from "@blockzoo/core";
import type { BoxFinder } from "./tasks/detector.js";
import type { Preprocessing } from "./preprocessing.js";

/**
 * Where the places of an output [N, K, h, w] lie in the input: place `i` is in the middle of what it sees at pixel
 * `offset + stride i`, counted from 0, the middle of the first pixel.
 */
export interface MapGrid {
  readonly stride: number;
  readonly offset: number;
}

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
  /** Where the places of the output lie, for networks that give maps. Default: one place for each pixel. */
  readonly grid?: MapGrid;
  /** How inputs are prepared for weights that do not say it themselves, such as those from torchvision. */
  readonly preprocessing?: Preprocessing;
  /**
   * Blocks that weight files of the architecture have and this network has not, such as auxiliary heads for training: their
   * tensors are not used. Paths, such as `aux1`.
   */
  readonly unusedBlocks?: readonly string[];
  /** What each output means, in order, for weights that do not say it themselves. */
  readonly labels?: readonly string[];
}

/** The names of tensors in weight files that a variant does not use. */
export function unusedTensors(variant: Pick<Variant, "unusedBlocks"> | undefined): readonly RegExp[] {
  return (variant?.unusedBlocks ?? []).map((path) => new RegExp(`^${path.replaceAll(".", "\\.")}\\.`));
}

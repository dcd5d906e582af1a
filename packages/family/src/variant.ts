import type { Block, Feeds, InputTypes } from "@blockzoo/core";
import type { GraphNameOf, MeaningOf, Task } from "./task.js";

/** One size of a family's network: what it takes to make, trace, count and use it. */
export interface Variant<T extends Task = Task> {
  /** One line: what distinguishes this variant. */
  readonly summary: string;
  /** A new, untrained model. */
  create(): Block;
  /** What it does for its user. */
  readonly task: T;
  /**
   * The computations it consists of, by name: each is the model's method of that name. Mostly `{ forward: ... }` alone, see
   * {@link forward}; all share the parameters, and so the weights.
   */
  readonly graphs: Readonly<Record<GraphNameOf<T>, GraphDefinition>>;
  /** The number of parameters that the paper or torchvision gives; a test recounts it. */
  readonly params: number;
  /**
   * Blocks that weight files of the architecture have and this network has not, such as auxiliary heads for training: their
   * tensors are not used. Paths, such as `aux1`.
   */
  readonly unusedBlocks?: readonly string[];
  /** What inputs and outputs are for weights that do not say it themselves, such as those from torchvision. */
  readonly meaning?: MeaningOf<T>;
  /**
   * The same architecture for other data: with the vocabulary, the classes or the series that a meaning has. Weights that say
   * what they mean, such as those that a user trained on data of their own, are for this network. Default: its size is fixed.
   */
  sizedFor?(meaning: MeaningOf<T>): Pick<Variant<T>, "create" | "graphs" | "params">;
  /** Other spellings of its id, such as torchvision's `vgg16_bn`. */
  readonly aliases?: readonly string[];
}

/** One computation of a network. */
export interface GraphDefinition {
  /**
   * Types of the inputs, in the order of the method's arguments; the batch is the named dimension `"N"`. Other sizes may be open too,
   * by names, `"H"`, or by what arithmetic makes of names, `"H*2"`.
   */
  readonly input: InputTypes;
  /** The name of the output, or of the main one where there are several: `"logits"`. */
  readonly output: string;
  /**
   * Values for those inputs that random numbers are no example of, such as lengths and regions, beside the random ones of the
   * others: what the graph is checked and compared with. See {@link drawInputs}.
   *
   * @example example: ({ x }) => ({ lengths: ndarray(new Int32Array(x!.shape[0]!).fill(x!.shape[1]!)) })
   */
  readonly example?: (drawn: Feeds) => Feeds;
  /**
   * What of a sample is large enough to be an example, where types leave sizes open: the height and width of images, the samples
   * of a sound. Default 32.
   */
  readonly openSize?: number;
}

/**
 * The graphs of a network that is one computation, its `forward`.
 *
 * @example graphs: forward({ input: float32("N", 1, 32, 32) }, "logits")
 */
export function forward(
  input: InputTypes,
  output: string,
  options: Pick<GraphDefinition, "example" | "openSize"> = {},
): { readonly forward: GraphDefinition } {
  return { forward: { input, output, ...options } };
}

/** The names of tensors in weight files that a variant does not use. */
export function unusedTensors({ unusedBlocks = [] }: Pick<Variant, "unusedBlocks">): readonly RegExp[] {
  return unusedBlocks.map((path) => new RegExp(`^${path.replaceAll(".", "\\.")}\\.`));
}

/** The network that weights with this meaning belong to: the same architecture in its size, which is then fixed. */
export function sizedFor<T extends Task>(variant: Variant<T>, meaning: MeaningOf<T>): Variant<T> {
  const { sizedFor: size, ...fixed } = variant;
  return size === undefined ? variant : { ...fixed, ...size.call(variant, meaning) };
}

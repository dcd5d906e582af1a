import type { Gate } from "./recipe.js";
import type { MeaningOf } from "./task.js";
import { sizedFor, type Variant } from "./variant.js";

/** A file with trained weights, what made it, and what was measured with it. */
export interface TrainedFile {
  /** A file of the package, located by `new URL("./x.safetensors", import.meta.url)`, or an https address. */
  readonly url: URL;
  /** Other addresses of the same file, asked in order where the first fails. */
  readonly mirrors?: readonly URL[];
  /** Of the file, in hexadecimal: checked at every load. */
  readonly sha256: string;
  /** Of the file, in bytes. */
  readonly size: number;
  /** What was measured with exactly these values on held-out data. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The gate they were held to. */
  readonly gate: Gate;
  /** The recipe that made them, and the hash of its settings. */
  readonly recipe: { readonly id: string; readonly hash: string };
}

/** Trained weights, as data: where they are, what made them, what they expect and what their outputs mean. */
export interface WeightsEntry<VariantName extends string = string, Meaning = unknown> extends TrainedFile {
  /** The variant they belong to. */
  readonly variant: VariantName;
  /** How inputs are prepared and what outputs are, as the variant's task takes it. */
  readonly meaning: Meaning;
  /** Of the weights, given the data they were trained on. */
  readonly licence: string;
}

/**
 * An entry of any of these variants, with the meaning that its variant's task takes.
 *
 * @example export const weights = { ... } as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
 */
export type WeightsOf<Variants extends Readonly<Record<string, Variant>>> = {
  [Name in keyof Variants & string]: WeightsEntry<Name, MeaningOf<Variants[Name]["task"]>>;
}[keyof Variants & string];

/** The network that the weights of a tag are for: the variant of the entry, in the size that their meaning has. */
export function trainedVariant(
  {
    variants,
    weights,
  }: { readonly variants: Readonly<Record<string, Variant>>; readonly weights: Readonly<Record<string, WeightsEntry>> },
  tag: string,
): Variant {
  const { variant: name, meaning } = weights[tag]!;
  const variant = variants[name]!;
  return sizedFor(variant, variant.task.parseMeaning(meaning, tag));
}

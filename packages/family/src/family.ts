import type { Backend, Block, StateDict } from "@blockzoo/core";
import type { DownloadOptions } from "@blockzoo/weights";
import type { Lineage } from "./lineage.js";
import type { Recipe } from "./recipe.js";
import type { MeaningOf, UseOf } from "./task.js";
import type { Variant } from "./variant.js";
import type { WeightsEntry } from "./weights-entry.js";

/** A publication that a family implements. */
export interface Paper {
  readonly authors: string;
  readonly title: string;
  readonly year: number;
  /** Where it appeared, or its arXiv number. */
  readonly venue: string;
  readonly url?: string;
}

export type VariantsByName = Readonly<Record<string, Variant>>;

export type WeightsByTag = Readonly<Record<string, WeightsEntry>>;

/** What a model package provides, as data: registry, command, docs tables and tests read it. */
export interface FamilyDefinition<
  Variants extends VariantsByName = VariantsByName,
  Weights extends WeightsByTag = WeightsByTag,
> {
  /** The name of the package without its scope. */
  readonly name: string;
  readonly title: string;
  /** The first is the one that the family is known by, and its year the family's. */
  readonly papers: readonly Paper[];
  /** Where it stands among the others. Default: apart. */
  readonly lineage?: Lineage;
  readonly variants: Variants;
  /** Trained weights by tag, `<variant>.<dataset>`. */
  readonly weights: Weights;
  /** The family's recipes, from its second entry, loaded when asked for: `() => import("@blockzoo/lenet/recipes")`. */
  recipes(): Promise<{ readonly recipes: readonly Recipe[] }>;
}

/** Where a network runs, and how its weights are fetched if they do not come with the package. */
export interface LoadOptions extends DownloadOptions {
  /** Where the network runs. */
  readonly backend: Backend;
}

export interface UseOptions<Meaning = unknown> extends Pick<LoadOptions, "backend"> {
  /** All parameters and buffers of the variant, such as `readPyTorch` or `readSafetensors` of `@blockzoo/weights` give them. */
  readonly weights: StateDict;
  /** What inputs and outputs are for these weights. By default what the variant says. */
  readonly meaning?: Meaning;
}

/** A family: its definition, and what one does with it. */
export interface Family<
  Variants extends VariantsByName = VariantsByName,
  Weights extends WeightsByTag = WeightsByTag,
> extends FamilyDefinition<Variants, Weights> {
  /** A new, untrained model. */
  create(variant: keyof Variants & string): Block;
  /**
   * A trained network, ready for use: its weights are read and checked, matched with the model strictly, and compiled as
   * constants. What it offers follows from the task of its variant.
   *
   * @throws BlockzooError where the tag is unknown, or the weights cannot be had, are damaged or do not fit
   */
  load<Tag extends keyof Weights & string>(
    tag: Tag,
    options: LoadOptions,
  ): Promise<UseOf<Variants[Weights[Tag]["variant"]]["task"]>>;
  /**
   * A network with weights from elsewhere, such as torchvision's, ready for use.
   *
   * @throws BlockzooError where neither the options nor the variant say what inputs and outputs are, or the weights do not fit
   * @example await resnet.use("resnet18", { weights: readPyTorch(bytes, { name: "resnet18.pth" }), backend });
   */
  use<Name extends keyof Variants & string>(
    variant: Name,
    options: UseOptions<MeaningOf<Variants[Name]["task"]>>,
  ): Promise<UseOf<Variants[Name]["task"]>>;
}

import type { Backend, Block, StateDict } from "@blockzoo/core";
import type { DownloadOptions } from "@blockzoo/weights";
import type { Recipe } from "./recipe.js";
import type { TaskOf } from "./tasks/task-of.js";
import type { Task, TaskInterfaces } from "./tasks/task.js";
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

/** Tasks by the names of variants. */
export type TasksByVariant = Readonly<Record<string, Task>>;

/** Of a family whose variants all do the same. */
export type NoOtherTasks = Readonly<Record<never, Task>>;

/** What a model package provides, as data: registry, command, docs tables and tests read it. */
export interface FamilyDefinition<
  VariantName extends string = string,
  Tag extends string = string,
  FamilyTask extends Task = Task,
  OtherTasks extends TasksByVariant = NoOtherTasks,
> {
  /** The name of the package without its scope. */
  readonly name: string;
  readonly title: string;
  readonly papers: readonly Paper[];
  /** What the networks do, which decides the interface that `load` returns. */
  readonly task: FamilyTask;
  /** What some variants do instead, by name. */
  readonly otherTasks?: OtherTasks;
  readonly variants: Readonly<Record<VariantName, Variant>>;
  /** Trained weights by tag, `<variant>.<dataset>`. */
  readonly weights: Readonly<Record<Tag, WeightsEntry>>;
  /** The family's recipes, from its second entry, loaded when asked for: `() => import("@blockzoo/lenet/recipes")`. */
  recipes(): Promise<{ readonly recipes: readonly Recipe[] }>;
}

/** Where a network runs, and how its weights are fetched if they do not come with the package. */
export interface LoadOptions extends DownloadOptions {
  /** Where the network runs. */
  readonly backend: Backend;
}

export interface UseOptions extends Pick<LoadOptions, "backend"> {
  /** All parameters and buffers of the variant, such as `readPyTorch` or `readSafetensors` of `@blockzoo/weights` give them. */
  readonly weights: StateDict;
}

/** A family: its definition, and what one does with it. */
export interface Family<
  VariantName extends string = string,
  Tag extends string = string,
  FamilyTask extends Task = Task,
  OtherTasks extends TasksByVariant = NoOtherTasks,
> extends FamilyDefinition<VariantName, Tag, FamilyTask, OtherTasks> {
  /** A new, untrained model. */
  create(variant: VariantName): Block;
  /**
   * A trained network, ready for use: its weights are read and checked, matched with the model strictly, and compiled as
   * constants.
   *
   * @throws BlockzooError where the tag is unknown, or the weights cannot be had, are damaged or do not fit
   */
  load<T extends Tag>(tag: T, options: LoadOptions): Promise<TaskInterfaces[TaskOf<T, FamilyTask, OtherTasks>]>;
  /**
   * A network with weights from elsewhere, such as torchvision's, ready for use: prepared and labelled as the variant says.
   *
   * @throws BlockzooError where the variant says nothing of that, or the weights do not fit
   * @example await resnet.use("resnet18", { weights: readPyTorch(bytes, { name: "resnet18.pth" }), backend });
   */
  use<V extends VariantName>(
    variant: V,
    options: UseOptions,
  ): Promise<TaskInterfaces[TaskOf<V, FamilyTask, OtherTasks>]>;
}

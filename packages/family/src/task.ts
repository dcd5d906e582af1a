import type { Block, Feeds, Tensor, TensorType } from "@blockzoo/core";
import type { ImagePreprocessing } from "@blockzoo/data/images";
import type { TaskCommand } from "./task-command.js";
import type { Network } from "./network.js";
import type { Variant } from "./variant.js";

/** What a user of a trained network holds. */
export interface Disposable {
  /** Frees what the backend holds. */
  dispose(): void;
}

/**
 * What a network does for its user, as a value that a variant carries. Nothing outside of it asks which task it is: the
 * command, the test kit and applications work with any.
 *
 * `Meaning` is what weights say of their inputs and outputs (how images are prepared, what the classes are called), plain
 * data that survives JSON; `Use` what the user calls; `GraphName` the graphs that a variant must have.
 *
 * @example
 * export function forecasting(): Task<Scale, Forecaster> {
 *   return {
 *     name: "forecasting",
 *     graphs: ["forward"],
 *     parseMeaning: parseScale,
 *     use: ({ networks, meaning, dispose }) => ({ forecast: (series) => ..., dispose }),
 *     drill: async () => (await import("./drill.js")).drill,
 *     command: async () => (await import("./command.js")).command,
 *   };
 * }
 */
export interface Task<Meaning = unknown, Use extends Disposable = Disposable, GraphName extends string = string> {
  /** What lists call it: `"image-classification"`. */
  readonly name: string;
  /** The graphs of a variant that it runs. */
  readonly graphs: readonly GraphName[];
  /**
   * Checks what weights say of their inputs and outputs, which may come from anybody's file.
   *
   * @param where what errors call it: `lenet5.mnist: its meaning`
   * @throws BlockzooError where something is missing or of another kind
   */
  parseMeaning(value: unknown, where: string): Meaning;
  /**
   * Whether the meaning belongs to the outputs of a network, such as a label to each. Default: it does.
   *
   * @throws BlockzooError where it does not
   */
  checkMeaning?(meaning: Meaning, variant: Variant, where: string): void;
  /** Compiled networks become what the user calls. */
  use(parts: TaskParts<Meaning, GraphName>): Use;
  /** What any network of this task can learn by heart. */
  drill(): Promise<Drill>;
  /** What an exported file does before and behind each network, so that it takes and gives what people have. Default: nothing. */
  exported?(meaning: Meaning): { readonly [Name in GraphName]?: ExportSteps };
  /** How input is read from a shell and answers are shown; loaded by the command alone. */
  command(): Promise<TaskCommand<Meaning, Use>>;
}

export interface TaskParts<Meaning, GraphName extends string = string> {
  readonly networks: Readonly<Record<GraphName, Network>>;
  readonly meaning: Meaning;
  /** Frees what the backend holds of all networks. */
  readonly dispose: () => void;
}

/** What the weights of a task say. */
export type MeaningOf<T extends Task> = ReturnType<T["parseMeaning"]>;

/** What the user of a task calls. */
export type UseOf<T extends Task> = ReturnType<T["use"]>;

/** The graphs that a task runs. */
export type GraphNameOf<T extends Task> = T["graphs"][number];

/** Something to learn by heart, by which the test kit sees that a network can be trained, on every backend alike. */
export interface Drill {
  /** Arrays by name, all with `samples` along their first axis: what `loss` is given. One seed gives the same ones. */
  batch(variant: Variant, options: { readonly samples: number; readonly seed: number }): Feeds;
  /** The loss of a batch in training: a float32 scalar that training on one batch brings near 0. */
  loss(variant: Variant, model: Block, batch: Readonly<Record<string, Tensor>>): Tensor;
}

/** What an exported file does around one network. */
export interface ExportSteps {
  /** Takes images as they are decoded, uint8 [N, height, width, channels], and prepares them. */
  readonly pixels?: ImagePreprocessing;
  /** Takes raw values in the place of the first input, and prepares them by ops of the graph. */
  readonly prepare?: {
    readonly input: TensorType;
    /** From raw values to what the network takes, of the type `prepared`. */
    apply(raw: Tensor, prepared: TensorType): Tensor;
  };
  /** Makes of the main output what people read, by ops of the graph: a price of what stands for it. */
  finish?(output: Tensor): Tensor;
  /** What the scores mean, in order: the file then gives probabilities and the best label too. */
  readonly labels?: readonly string[];
}

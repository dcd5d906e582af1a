import type { Disposable, Network, Task } from "@blockzoo/family";

/** A network as it is: prepared inputs in, outputs out. */
export interface TensorFunction extends Disposable {
  /** All outputs for all inputs, by name. */
  run: Network["outputs"];
  /** The main output. */
  readonly output: string;
}

/** What is known of weights that say nothing of themselves. */
export type NoMeaning = Readonly<Record<string, never>>;

/**
 * For networks of which nothing is known but what they take and give.
 *
 * @param graph the computation that is run. Default `"forward"`
 */
export function tensors(graph = "forward"): Task<NoMeaning, TensorFunction> {
  return {
    name: "tensors",
    graphs: [graph],
    parseMeaning: () => ({}),
    use: ({ networks, dispose }) => ({ run: networks[graph]!.outputs, output: networks[graph]!.output, dispose }),
    drill: async () => (await import("../drills/tensors.js")).tensorsDrill,
    command: async () => (await import("./command.js")).command,
  };
}

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

/** For networks of which nothing is known but what they take and give. */
export function tensors(): Task<NoMeaning, TensorFunction, "forward"> {
  return {
    name: "tensors",
    graphs: ["forward"],
    parseMeaning: () => ({}),
    use: ({ networks: { forward }, dispose }) => ({ run: forward.outputs, output: forward.output, dispose }),
    drill: async () => (await import("../drills/tensors.js")).tensorsDrill,
    command: async () => (await import("./command.js")).command,
  };
}

import {
  check,
  ndarray,
  sizeOf,
  stateOf,
  trace,
  type Backend,
  type Feeds,
  type NDArray,
  type StateDict,
} from "@blockzoo/core";
import { matchStateDict } from "@blockzoo/weights";
import { unusedTensors, type Variant } from "../variant.js";
import { inferenceGraph } from "../inference-graph.js";

/** A trained network, ready to run. */
export interface Network {
  /** Runs samples of one shape as one batch and gives the output, the samples along its first axis. */
  run(samples: readonly NDArray[]): Promise<NDArray>;
  /** All outputs for all inputs, by name. */
  readonly outputs: (inputs: Feeds) => Promise<Readonly<Record<string, NDArray>>>;
  dispose(): void;
}

export interface NetworkParts {
  readonly variant: Variant;
  readonly weights: StateDict;
  /** Where the weights come from, for errors. */
  readonly source: string;
  readonly backend: Backend;
}

/** Compiles a variant with its weights as constants. It is an error when weights are missing, unexpected or mis-shaped. */
export async function compileNetwork({ variant, weights, source, backend }: NetworkParts): Promise<Network> {
  const model = variant.create();
  const expected = stateOf(model).map(({ name, value }) => ({ name, shape: value.shape, dtype: "float32" as const }));
  const matched = matchStateDict(expected, weights, { source, ignore: unusedTensors(variant) });
  const graph = inferenceGraph(variant, model);
  const executable = await backend.compile(graph, { weights: matched });
  const [input] = graph.inputs;
  const outputs: Network["outputs"] = async (inputs) => (await executable.run(inputs)).outputs;
  return {
    outputs,
    async run(samples) {
      const batch = stackSamples(samples);
      try {
        return (await outputs({ [input!.name]: batch }))[variant.output]!;
      } catch (error) {
        // Where sizes are names, what is too small for a kernel is known now: traced with numbers, the block says so.
        trace(model, { [input!.name]: batch });
        throw error;
      }
    },
    dispose: () => executable.dispose(),
  };
}

function stackSamples(samples: readonly NDArray[]): NDArray {
  const shape = samples[0]?.shape;
  check(shape !== undefined, () => "a batch needs at least one sample, got none");
  const data = new Float32Array(samples.length * sizeOf(shape));
  samples.forEach((sample, index) => data.set(sample.data, index * sizeOf(shape)));
  return ndarray(data, [samples.length, ...shape]);
}

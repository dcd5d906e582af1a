import {
  check,
  ndarray,
  sizeOf,
  stateOf,
  trace,
  type Backend,
  type Feeds,
  type InputTypes,
  type NDArray,
  type RunOptions,
  type StateDict,
  type TensorType,
} from "@blockzoo/core";
import { matchStateDict } from "@blockzoo/weights";
import { callGraph, graphDefinition, inferenceGraph } from "./graphs.js";
import { unusedTensors, type Variant } from "./variant.js";

/** One computation of a trained network, ready to run. */
export interface Network {
  /** Types of its inputs; the batch is `"N"`. */
  readonly input: InputTypes;
  /** The name of its output, or of the main one. */
  readonly output: string;
  /** Runs samples of one shape as one batch through a network with one input, and gives its main output: [samples, ...]. */
  run(samples: readonly NDArray[], options?: RunOptions): Promise<NDArray>;
  /** All outputs for all inputs, by name. */
  outputs(inputs: Feeds, options?: RunOptions): Promise<Readonly<Record<string, NDArray>>>;
}

/** The computations of a variant on one backend, with the same weights. */
export interface Networks {
  readonly networks: Readonly<Record<string, Network>>;
  dispose(): void;
}

export interface NetworkParts {
  readonly variant: Variant;
  readonly weights: StateDict;
  /** Where the weights come from, for errors. */
  readonly source: string;
  readonly backend: Backend;
  /** Is told what each network is given, whenever it runs, such as to look into it with the same inputs. */
  readonly onInputs?: (graph: string, inputs: Feeds) => void;
}

/**
 * Compiles the graphs that a variant's task runs, each with its part of the weights as constants.
 *
 * @throws BlockzooError where weights are missing, unexpected or mis-shaped
 */
export async function compileNetworks({
  variant,
  weights,
  source,
  backend,
  onInputs,
}: NetworkParts): Promise<Networks> {
  const model = variant.create();
  const expected = stateOf(model).map(({ name, value }) => ({ name, shape: value.shape, dtype: "float32" as const }));
  const matched = matchStateDict(expected, weights, { source, ignore: unusedTensors(variant) });
  const disposals: (() => void)[] = [];
  const compiled: Record<string, Network> = {};
  for (const name of new Set(variant.task.graphs)) {
    const graph = inferenceGraph(variant, { model, name });
    const executable = await backend.compile(graph, { weights: matched });
    disposals.push(() => executable.dispose());
    const { input, output } = graphDefinition(variant, name);
    const outputs: Network["outputs"] = async (inputs, options) => {
      onInputs?.(name, inputs);
      try {
        return (await executable.run(inputs, options)).outputs;
      } catch (error) {
        // Where sizes are names, what is too small for a kernel is known now: traced with numbers, the block says so.
        if (hasOpenSizes(input)) trace((given: object) => callGraph(model, name, given), inputs, { model });
        throw error;
      }
    };
    compiled[name] = {
      input,
      output,
      outputs,
      run: async (samples, options) =>
        (await outputs({ [graph.inputs[0]!.name]: stackSamples(samples) }, options))[output]!,
    };
  }
  return { networks: compiled, dispose: () => disposals.forEach((dispose) => dispose()) };
}

/** Whether more than the batch is open. */
function hasOpenSizes(types: InputTypes): boolean {
  const shapes = Object.values(types as Readonly<Record<string, TensorType>>).map(({ shape }) => shape);
  return shapes.flat().some((size) => typeof size === "string" && size !== "N");
}

function stackSamples(samples: readonly NDArray[]): NDArray {
  const shape = samples[0]?.shape;
  check(shape !== undefined, () => "a batch needs at least one sample, got none");
  const data = new Float32Array(samples.length * sizeOf(shape));
  samples.forEach((sample, index) => data.set(sample.data, index * sizeOf(shape)));
  return ndarray(data, [samples.length, ...shape]);
}

import {
  checkOptions,
  gradients,
  isTensor,
  trace,
  trainableParameters,
  type Backend,
  type Feeds,
  type Mode,
  type Model,
  type OptionNames,
  type RunOptions,
  type StateDict,
  type StateStore,
  type Tensor,
} from "@blockzoo/core";
import type { BatchTensors, BatchTypes } from "./batch-types.js";
import { checkWeights, constantsOf, startingFrom } from "./initial-weights.js";

export interface ValueAndGradientOptions<M extends Model, Types extends BatchTypes> {
  readonly model: M;
  /** A float32 scalar, such as a loss; or that as `value`, and further scalars to report. */
  readonly f: (
    model: M,
    inputs: BatchTensors<Types>,
  ) => Tensor | ({ readonly value: Tensor } & { readonly [metric: string]: Tensor });
  readonly types: Types;
  readonly backend: Backend;
  /** Whether blocks behave as in training. Default `"train"`. */
  readonly mode?: Mode | undefined;
  /** Keys first weights and random numbers. Default 0. */
  readonly seed?: number | undefined;
  /**
   * Values of all parameters and buffers; drawn from the seed by default. Those that nothing changes, as all inside of frozen
   * blocks, become constants of the program, which a runtime folds and prepacks: they are not in `state`.
   */
  readonly weights?: StateDict | undefined;
}

const optionNames: OptionNames<ValueAndGradientOptions<Model, BatchTypes>> = {
  model: true,
  f: true,
  types: true,
  backend: true,
  mode: true,
  seed: true,
  weights: true,
};

/** What a function gave. */
export interface ValueAndGradientAt {
  readonly value: number;
  /** The other scalars that it returned, by name. */
  readonly metrics: Readonly<Record<string, number>>;
  /** With respect to each trainable parameter, by name. */
  readonly gradients: StateDict;
}

/** A compiled function with its gradient. */
export interface ValueAndGradient {
  /** The names of the parameters that there are gradients for. */
  readonly parameters: readonly string[];
  /** Write the parameters here, then call. */
  readonly state: StateStore;
  evaluate(inputs: Feeds, options?: RunOptions): Promise<ValueAndGradientAt>;
  dispose(): void;
}

/**
 * A function of a model's parameters and its gradient, for optimisers on the host such as `lbfgs`: forward and backward in one
 * program, without an update.
 *
 * @example
 * const compiled = await valueAndGradient({ model, f: (model, { x }) => reduceMean(model.forward(x)), types, backend });
 * const { value, gradients } = await compiled.evaluate({ x });
 */
export async function valueAndGradient<M extends Model, const Types extends BatchTypes>(
  options: ValueAndGradientOptions<M, Types>,
): Promise<ValueAndGradient> {
  checkOptions("valueAndGradient", options, optionNames);
  const { model, f, types, backend, mode = "train", seed = 0, weights } = options;
  if (weights !== undefined) checkWeights(model, weights, "weights");
  const parameters = trainableParameters(model);
  const names = [...parameters.keys()];
  const graph = trace(
    (inputs: Readonly<Record<string, Tensor>>) => {
      const returned = f(model, inputs as BatchTensors<Types>);
      const { value, ...metrics } = isTensor(returned) ? { value: returned } : returned;
      return { value, metrics, gradients: gradients(value, [...parameters.values()]) };
    },
    types,
    { mode, model },
  );
  const constants = weights && constantsOf(graph, model, weights);
  const executable = await backend.compile(startingFrom(graph, weights), {
    seed,
    ...(constants && { weights: constants }),
  });
  return {
    parameters: names,
    state: executable.state,
    async evaluate(inputs, runOptions) {
      const { outputs } = await executable.run(inputs, runOptions);
      const metrics = Object.entries(outputs).filter(([name]) => name.startsWith("metrics."));
      return {
        value: outputs["value"]!.data[0]!,
        metrics: Object.fromEntries(metrics.map(([name, { data }]) => [name.slice("metrics.".length), data[0]!])),
        gradients: new Map(names.map((name, index) => [name, outputs[`gradients.${index}`]!])),
      };
    },
    dispose: () => executable.dispose(),
  };
}

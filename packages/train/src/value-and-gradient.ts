import {
  gradients,
  trace,
  trainableParameters,
  type Backend,
  type Feeds,
  type Model,
  type RunOptions,
  type StateDict,
  type StateStore,
  type Tensor,
} from "@blockzoo/core";
import type { BatchTensors, BatchTypes } from "./batch-types.js";

export interface ValueAndGradientOptions<M extends Model, Types extends BatchTypes> {
  readonly model: M;
  /** A float32 scalar, such as a loss. */
  readonly f: (model: M, inputs: BatchTensors<Types>) => Tensor;
  readonly types: Types;
  readonly backend: Backend;
  /** Keys first weights and random numbers. Default 0. */
  readonly seed?: number;
}

/** A compiled function with its gradient. */
export interface ValueAndGradient {
  /** Write the parameters here, then call. */
  readonly state: StateStore;
  /** The value, and its gradient with respect to each trainable parameter, by name. */
  evaluate(inputs: Feeds, options?: RunOptions): Promise<{ readonly value: number; readonly gradients: StateDict }>;
  dispose(): void;
}

/**
 * A function of a model's parameters and its gradient, for optimisers on the host (L-BFGS, line searches): forward and
 * backward in one program, without an update.
 *
 * @example
 * const objective = await valueAndGradient({ model, f: (model, { x }) => reduceMean(model.forward(x)), types, backend });
 * const { value, gradients } = await objective.evaluate({ x });
 */
export async function valueAndGradient<M extends Model, const Types extends BatchTypes>(
  options: ValueAndGradientOptions<M, Types>,
): Promise<ValueAndGradient> {
  const { model, f, types, backend, seed = 0 } = options;
  const parameters = trainableParameters(model);
  const names = [...parameters.keys()];
  const build = (inputs: Readonly<Record<string, Tensor>>) => {
    const value = f(model, inputs as BatchTensors<Types>);
    return { value, gradients: gradients(value, [...parameters.values()]) };
  };
  const executable = await backend.compile(trace(build, types, { mode: "train", model }), { seed });
  return {
    state: executable.state,
    async evaluate(inputs, runOptions) {
      const { outputs } = await executable.run(inputs, runOptions);
      return {
        value: outputs["value"]!.data[0]!,
        gradients: new Map(names.map((name, index) => [name, outputs[`gradients.${index}`]!])),
      };
    },
    dispose: () => executable.dispose(),
  };
}

import { check, ndarray, sizeOf, type Feeds, type NDArray, type StateDict } from "@blockzoo/core";
import type { ValueAndGradient } from "../value-and-gradient.js";
import type { Objective, Vector } from "./objective.js";

/** A model's parameters as the variables of an objective. */
export interface ParametersObjective {
  readonly objective: Objective;
  /** The parameters as given, one after the other. */
  readonly start: Vector;
  /** A point as parameters again, by name. */
  parametersAt(x: Vector): StateDict;
}

/**
 * A compiled function of a model's parameters as an objective of `lbfgs` or `descend`: all parameters, one after the other.
 *
 * @param parameters where to begin, by name: those that the function has gradients for
 * @param inputs what the function is evaluated on, each time
 * @example
 * const compiled = await valueAndGradient({ model, f, types, backend });
 * const { objective, start, parametersAt } = objectiveOf(compiled, initialize(model), { x, y });
 * const weights = parametersAt((await lbfgs({ objective, start, steps: 100 })).x);
 */
export function objectiveOf(
  compiled: ValueAndGradient,
  parameters: StateDict,
  inputs: Feeds = {},
): ParametersObjective {
  const entries = compiled.parameters.map((name) => {
    const array = parameters.get(name);
    check(array !== undefined, () => `objectiveOf: there is no value to begin at of the parameter "${name}"`);
    return [name, array] as const;
  });
  const parametersAt = (x: Vector): StateDict => {
    let from = 0;
    return new Map(
      entries.map(([name, { shape }]) => {
        const own = x.subarray(from, (from += sizeOf(shape)));
        return [name, ndarray(own, shape)];
      }),
    );
  };
  return {
    start: joined(entries.map(([, array]) => array)),
    parametersAt,
    async objective(x) {
      await compiled.state.write(parametersAt(x));
      const { value, metrics, gradients } = await compiled.evaluate(inputs, { step: 0 });
      return { value, metrics, gradient: joined(entries.map(([name]) => gradients.get(name)!)) };
    },
  };
}

/** The values of arrays, one after the other, in double precision where one is in it. */
function joined(arrays: readonly NDArray[]): Vector {
  const length = arrays.reduce((sum, { data }) => sum + data.length, 0);
  const all = arrays.some(({ data }) => data instanceof Float64Array)
    ? new Float64Array(length)
    : new Float32Array(length);
  let from = 0;
  for (const { data } of arrays) {
    all.set(data, from);
    from += data.length;
  }
  return all;
}

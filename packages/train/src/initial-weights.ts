import { stateOf, trainableParameters, type Graph, type Model, type StateDict, type StateStore } from "@blockzoo/core";
import { matchStateDict } from "@blockzoo/weights";

/**
 * Throws unless a state dict has exactly the parameters and buffers of a model. To set only some, merge them into fresh
 * ones: `new Map([...initialize(model, { seed }), ...some])`.
 *
 * @param source what they are, for the error
 * @throws BlockzooError that lists what is missing, unexpected or of another shape
 */
export function checkWeights(model: Model, weights: StateDict, source: string): void {
  const expected = stateOf(model).map(({ name, value }) => ({ name, shape: value.shape, dtype: "float32" as const }));
  matchStateDict(expected, weights, { source, exact: true });
}

/**
 * The weights that no run of a training graph changes, such as those of frozen blocks: bound as constants, they are folded and
 * prepacked by a runtime, and are no part of the state.
 */
export function constantsOf(graph: Graph, model: Model, weights: StateDict): StateDict {
  const trainable = trainableParameters(model);
  const fixed = graph.state.filter(({ name, output }) => output === undefined && !trainable.has(name));
  return new Map(
    fixed.flatMap(({ name }) => {
      const weight = weights.get(name);
      return weight === undefined ? [] : [[name, weight] as const];
    }),
  );
}

/** Writes the values that a store has; what a graph does not use, a backend may leave out of its state. */
export async function writeKnown(state: StateStore, values: StateDict): Promise<void> {
  const names = new Set(state.names);
  await state.write(new Map([...values].filter(([name]) => names.has(name))));
}

import {
  stateOf,
  trainableParameters,
  values,
  type Graph,
  type Initializer,
  type Model,
  type StateDict,
} from "@blockzoo/core";
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

/**
 * The graph whose state starts from the weights given; what they lack is drawn from the seed, as all is without any. The graph looks
 * them up when a state is made of it, and holds none of them itself.
 */
export function startingFrom(graph: Graph, weights: StateDict | undefined): Graph {
  if (weights === undefined) return graph;
  const state = graph.state.map((entry) => {
    const drawn = entry.initializer;
    const initializer: Initializer = (shape, stream) => {
      const weight = weights.get(entry.name);
      return (weight === undefined ? drawn : values(weight))(shape, stream);
    };
    return { ...entry, initializer };
  });
  return { ...graph, state };
}

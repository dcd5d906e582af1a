import { stateOf, type Model, type StateDict, type StateStore } from "@blockzoo/core";
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

/** Writes the values that a store has; what a graph does not use, a backend may leave out of its state. */
export async function writeKnown(state: StateStore, values: StateDict): Promise<void> {
  const names = new Set(state.names);
  await state.write(new Map([...values].filter(([name]) => names.has(name))));
}

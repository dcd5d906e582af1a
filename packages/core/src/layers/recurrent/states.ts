import { check } from "../../errors.js";
import { expand, reshape, stack } from "../../ops/shape.js";
import { slice } from "../../ops/slicing.js";
import { describeType, type Tensor } from "../../tensor.js";
import { sameShape, type Dimension } from "../../dimensions.js";

/** What a recurrent net carries from step to step, by name; `h` is what it shows. */
export type RecurrentState = { readonly h: Tensor } & { readonly [part: string]: Tensor };

/** What an LSTM carries from step to step, each [N, hidden]; of a whole net [layers · directions, N, hidden]. */
export type LstmState = {
  /** The output. */
  readonly h: Tensor;
  /** The cell, which gates let in, keep and let out. */
  readonly c: Tensor;
};

/** Every part of a state, changed. */
export function mapState<State extends RecurrentState>(
  state: State,
  change: (part: Tensor, name: string) => Tensor,
): State {
  return Object.fromEntries(Object.entries(state).map(([name, part]) => [name, change(part, name)])) as State;
}

/** Zeros [N, hidden] for every named part. */
export function zeroState(parts: readonly string[], batch: Dimension, hidden: number): RecurrentState {
  return Object.fromEntries(parts.map((name) => [name, expand(0, [batch, hidden])])) as RecurrentState;
}

/** The state of one layer and direction out of that of a net. */
export function stateAt<State extends RecurrentState>(state: State, index: number): State {
  return mapState(state, (part) =>
    reshape(slice(part, { axes: [0], starts: [index], ends: [index + 1] }), part.shape.slice(1)),
  );
}

/** The states of all layers and directions, in order, as that of a net. */
export function stackStates<State extends RecurrentState>(states: readonly State[]): State {
  return mapState(states[0]!, (_, name) => stack(states.map((state) => state[name]!)));
}

export function checkInitialState(state: RecurrentState, expected: readonly Dimension[]): void {
  for (const [name, part] of Object.entries(state)) {
    check(
      part.dtype === "float32" && sameShape(part.shape, expected),
      () =>
        `expects the initial ${name} as float32[${expected}], which is [layers · directions, N, hidden], got ${describeType(part)}`,
    );
  }
}

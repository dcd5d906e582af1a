import type { NDArray } from "@blockzoo/core";

/** What a network carries from token to token, arrays by name; each has a row for every hypothesis. */
export type DecodingState = Readonly<Record<string, NDArray>>;

/** What a network says behind the tokens that it has read. */
export interface Step {
  /** Of each token to be the next: float32 [rows, vocabulary]. */
  readonly logProbabilities: NDArray;
  /** How much of each place of the source each row looked at: float32 [rows, places]; of networks with attention. */
  readonly attention?: NDArray;
  readonly state: DecodingState;
}

/** A network that says, token by token, what comes next, for several hypotheses at once: greedy, sampled and beam search read it. */
export interface Stepper {
  /** Reads one token for each row. */
  step(tokens: Int32Array, state: DecodingState): Promise<Step>;
  /** The given rows of a state, each as often as it is named: hypotheses that go on, branch or end. */
  select(state: DecodingState, rows: readonly number[]): DecodingState;
}

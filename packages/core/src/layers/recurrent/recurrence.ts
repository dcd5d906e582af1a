import type { Dimension } from "../../dimensions.js";
import { composite } from "../../graph/composite.js";
import { less, where } from "../../ops/elementwise.js";
import { iota } from "../../ops/indexing.js";
import { scan } from "../../ops/scan.js";
import { reshape } from "../../ops/shape.js";
import type { Tensor } from "../../tensor.js";
import { mapState, zeroState, type RecurrentState } from "./states.js";
import type { RecurrentWeights } from "./weights.js";

/**
 * A step in two halves: what the input alone decides is computed for all steps at once, before the loop. Made outside of the
 * loop, so that what it does with the weights is done once.
 *
 * @example
 * const { share, step } = cell.recurrence();
 * scan((h, slice) => {
 *   const next = step(add(slice, context(h)), { h }).h;   // the gates see something more, which depends on the state
 *   return { carry: next, output: next };
 * }, { initial, sequences: share(x) });
 */
export interface Recurrence<State extends RecurrentState> {
  /** The input's share of the gates: `[..., in] -> [..., gates · hidden]`. */
  share(x: Tensor): Tensor;
  /** The state after a step, from the share [N, gates · hidden] and the state before it. */
  step(share: Tensor, state: State): State;
}

/** One kind of recurrent net. */
export interface RecurrentKind<State extends RecurrentState, Form extends object = object> {
  /** The name of its loop, which backends may know. */
  readonly name: string;
  readonly gates: number;
  /** The names of what it carries. */
  readonly parts: readonly (keyof State & string)[];
  /** How it computes with given weights; what does not depend on the step belongs here, outside the loop. */
  recurrence(weights: RecurrentWeights, form: Form): Recurrence<State>;
}

/** What one layer runs along a sequence with, in one direction. */
export interface SequenceOperands extends RecurrentWeights<Tensor> {
  /** [T, N, in] */
  readonly x: Tensor;
  /** int32 [N]: how many steps of each sequence are real; all by default. */
  readonly lengths?: Tensor | undefined;
}

/** What a backend that knows the loop by its name is told besides what the form says. */
export type SequenceAttributes<Form extends object = object> = Form & {
  /** From the last step to the first. */
  readonly reverse: boolean;
  /** The names of the inputs of the region, those of {@link SequenceOperands} and the parts of the initial state, in order. */
  readonly operands: readonly string[];
};

/**
 * Runs a net along a sequence: one `scan`, in a region that returns the stacked outputs [T, N, hidden] and the parts of the
 * last state. Padding, behind the length of a sequence, leaves its state alone and gives 0, in both directions: the way back
 * begins at each sequence's own last step.
 */
export function alongSequence<State extends RecurrentState, Form extends object>(
  kind: RecurrentKind<State, Form>,
  operands: SequenceOperands,
  initial: State | undefined,
  form: Form & { readonly reverse: boolean },
): { readonly output: Tensor; readonly state: State } {
  const given = Object.entries({ ...operands, ...initial }).filter(
    (entry): entry is [string, Tensor] => entry[1] !== undefined,
  );
  const attributes: SequenceAttributes<Form> = { ...form, operands: given.map(([name]) => name) };
  const loop = composite(kind.name, (inputs, { reverse, operands: names, ...rest }: SequenceAttributes<Form>) => {
    const known = Object.fromEntries(
      names.map((name, index) => [name, inputs[index]!]),
    ) as unknown as SequenceOperands & Partial<State>;
    const { share, step } = kind.recurrence(known, rest as unknown as Form);
    const shares = share(known.x);
    const zeros = zeroState(kind.parts, known.x.shape[1]!, known.weight_hh.shape[1] as number);
    const { carry, outputs } = scan(
      (state, slices) => {
        const next = step(slices.share, state);
        const { isReal } = slices;
        if (isReal === undefined) return { carry: next, output: next.h };
        return {
          carry: mapState(next, (part, name) => where(isReal, part, state[name]!)),
          output: where(isReal, next.h, 0),
        };
      },
      {
        initial: mapState(zeros as State, (zero, name) => known[name] ?? zero),
        sequences: { share: shares, ...(known.lengths && { isReal: realSteps(known.lengths, known.x) }) },
        reverse,
      },
    );
    return [outputs, ...kind.parts.map((name) => carry[name]!)];
  });
  const [output, ...parts] = loop(
    given.map(([, tensor]) => tensor),
    attributes,
  );
  return {
    output: output!,
    state: Object.fromEntries(kind.parts.map((name, index) => [name, parts[index]!])) as State,
  };
}

/** Which steps are no padding: bool [T, N, 1]. */
function realSteps(lengths: Tensor, x: Tensor): Tensor {
  const [steps, batch] = x.shape as [Dimension, Dimension];
  return less(reshape(iota(steps), [steps, 1, 1]), reshape(lengths, [1, batch, 1]));
}

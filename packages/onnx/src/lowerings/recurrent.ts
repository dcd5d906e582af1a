import type { SequenceAttributes } from "@blockzoo/core";
import type { CompositeLowerings, Lowering } from "../lowering.js";
import type { LoweringContext } from "../lowering-context.js";
import type { NodeAttributes } from "../scope.js";
import type { Value } from "../values.js";

/** How an ONNX operator differs from a loop of core. */
interface Operator {
  readonly opType: "RNN" | "GRU" | "LSTM";
  /** Where the operator's gates, in its order, stand in our rows. */
  readonly gates: readonly number[];
  /** The same for the weights from cell to gates. */
  readonly peepholes?: readonly number[];
  /** What is carried, in the order of our outputs. */
  readonly parts: readonly string[];
  /** What it is told of the form of the net; undefined where it knows no such form. */
  attributes?(form: Readonly<Record<string, unknown>>): NodeAttributes | undefined;
}

const rnn: Operator = {
  opType: "RNN",
  gates: [0],
  parts: ["h"],
  attributes: ({ nonlinearity }) => ({ activations: [nonlinearity === "relu" ? "Relu" : "Tanh"] }),
};

const gru: Operator = {
  opType: "GRU",
  gates: [1, 0, 2],
  parts: ["h"],
  attributes: ({ resets, updatePasses }) =>
    updatePasses === "state" ? { linear_before_reset: resets === "product" ? 1 : 0 } : undefined,
};

const lstm: Operator = { opType: "LSTM", gates: [0, 3, 1, 2], peepholes: [0, 2, 1], parts: ["h", "c"] };

/** One layer in one direction along a sequence, as the operator that runtimes have for it. */
function recurrent({ opType, gates, peepholes = [], parts, attributes = () => ({}) }: Operator): Lowering {
  return (context) => {
    const { reverse, operands, ...form } = context.attributes as SequenceAttributes;
    const special = attributes(form);
    // A pass that dropped a result that nothing uses has left fewer of them than have places here.
    const isWhole = context.arity === operands.length && context.node.outputs.length === parts.length + 1;
    if (special === undefined || !isWhole) return context.decompose();

    const operand = (name: string): Value | undefined =>
      operands.includes(name) ? context.input(operands.indexOf(name)) : undefined;
    const rows = (name: string, order: readonly number[]) => {
      const value = operand(name);
      return value && reordered(context, value, order);
    };
    const [bias, hiddenBias] = [rows("bias_ih", gates), rows("bias_hh", gates)];
    const hidden = operand("weight_hh")!.shape[1] as number;
    const stacked = (value: Value | undefined) => value && withDirection(context, value);
    const inputs = [
      operand("x"),
      stacked(rows("weight_ih", gates)),
      stacked(rows("weight_hh", gates)),
      bias && hiddenBias && stacked(joined(context, bias, hiddenBias)),
      operand("lengths"),
      ...parts.map((part) => stacked(operand(part))),
      stacked(rows("weight_peephole", peepholes)),
    ];
    // The axis of directions comes after time in the outputs, and first in the state.
    const axisOf = (output: number) => (output === 0 ? 1 : 0);
    const results = context.emitAll(
      opType,
      withoutTrailing(inputs),
      { ...special, hidden_size: hidden, direction: reverse ? "reverse" : "forward" },
      context.node.outputs.map(({ dtype, shape }, index) => ({ dtype, shape: inserted(shape, axisOf(index)) })),
    );
    return results.map((value, index) => {
      if (!context.isUsed(index)) return undefined;
      return context.emit("Squeeze", [value, context.integers([axisOf(index)])], {}, context.node.outputs[index]);
    });
  };
}

/** Rows of gates in another order. */
function reordered(context: LoweringContext, value: Value, order: readonly number[]): Value {
  if (order.every((from, to) => from === to)) return value;
  const { dtype } = value;
  const [rows, ...columns] = value.shape as readonly [number, ...number[]];
  const byGate = [order.length, rows / order.length, ...columns];
  const split = context.emit("Reshape", [value, context.integers(byGate)], {}, { dtype, shape: byGate });
  const picked = context.emit("Gather", [split, context.integers(order)], { axis: 0 }, { dtype, shape: byGate });
  return context.emit("Reshape", [picked, context.integers(value.shape as number[])], {}, value);
}

function joined(context: LoweringContext, a: Value, b: Value): Value {
  const shape = [(a.shape[0] as number) + (b.shape[0] as number)];
  return context.emit("Concat", [a, b], { axis: 0 }, { dtype: a.dtype, shape });
}

/** With the axis of directions, of which there is one. */
function withDirection(context: LoweringContext, value: Value): Value {
  const type = { dtype: value.dtype, shape: inserted(value.shape, 0) };
  return context.emit("Unsqueeze", [value, context.integers([0])], {}, type);
}

const inserted = (shape: readonly (number | string)[], axis: number) => shape.toSpliced(axis, 0, 1);

function withoutTrailing(inputs: readonly (Value | undefined)[]): readonly (Value | undefined)[] {
  return inputs.slice(0, inputs.findLastIndex((input) => input !== undefined) + 1);
}

export const recurrentLoops = {
  "rnn loop": recurrent(rnn),
  "gru loop": recurrent(gru),
  "lstm loop": recurrent(lstm),
} satisfies CompositeLowerings;

import { BlockzooError, check } from "../errors.js";
import type { Dimension } from "../dimensions.js";
import { currentBuilder, GraphBuilder, withBuilder } from "../graph/builder.js";
import type { Graph, Named } from "../graph/graph.js";
import { graphCost } from "../graph/cost.js";
import { sizeOf, type NDArray } from "../ndarray.js";
import { evaluateBody } from "../reference/evaluate-graph.js";
import { flattenStructure, mapStructure, type Structure } from "../structure.js";
import { describeType, isTensor, type Tensor, type TensorType } from "../tensor.js";
import { defineOp } from "./define.js";
import { add, tanh } from "./elementwise.js";
import { matMul } from "./matmul.js";
import { storageFor } from "./result.js";

/**
 * Inputs of the node: initial carries, sequences, captured tensors. Outputs: final carries, stacked results, and for each
 * index in `histories` that carry as it was before every step (what the gradient recomputes from). The body's inputs are
 * carries, slices and captures; its outputs are next carries and results.
 */
export type ScanAttributes = {
  readonly body: Graph;
  readonly carries: number;
  readonly sequences: number;
  readonly histories: readonly number[];
  readonly reverse: boolean;
};

export const scanOp = defineOp<ScanAttributes>({
  name: "scan",
  doc: "Runs a body graph once for each slice of the sequences along axis 0, handing carries from step to step, and stacks the results. ONNX Scan.",
  infer(inputs, { body, carries, sequences, histories }) {
    check(
      inputs.length === body.inputs.length,
      () => `scan: the body takes ${body.inputs.length} inputs, but ${inputs.length} are passed`,
    );
    const length = lengthOf(inputs, carries, sequences);
    const stacked = (type: TensorType): TensorType => ({ dtype: type.dtype, shape: [length, ...type.shape] });
    body.inputs.forEach(({ name, tensor }, index) => {
      const given = inputs[index]!;
      const isSequence = index >= carries && index < carries + sequences;
      const found = describeType(isSequence ? { dtype: given.dtype, shape: given.shape.slice(1) } : given);
      check(found === describeType(tensor), () => `scan: "${name}" of the body is ${tensor}, but ${found} is passed`);
    });
    body.inputs.slice(0, carries).forEach(({ name, tensor }, index) => {
      const next = describeType(body.outputs[index]!.tensor);
      check(
        next === describeType(tensor),
        () => `scan: the carry "${name}" starts as ${tensor}, but the body returns ${next}: a carry keeps its type`,
      );
    });
    return [
      ...body.outputs.slice(0, carries).map(({ tensor: { dtype, shape } }) => ({ dtype, shape })),
      ...body.outputs.slice(carries).map((output) => stacked(output.tensor)),
      ...histories.map((index) => stacked(body.inputs[index]!.tensor)),
    ];
  },
  evaluate(inputs, { body, carries, sequences, histories, reverse }, outputs) {
    const length = inputs[carries]!.shape[0]!;
    const captured = inputs.slice(carries + sequences);
    const stacks = outputs.slice(carries).map((type) => ({ ...type, data: storageFor(type) }));
    let carry = inputs.slice(0, carries);
    for (let step = 0; step < length; step++) {
      const at = reverse ? length - 1 - step : step;
      const slices = inputs.slice(carries, carries + sequences).map((sequence) => sliceAt(sequence, at));
      const results = evaluateBody(body, [...carry, ...slices, ...captured]);
      const kept = [...results.slice(carries), ...histories.map((index) => carry[index]!)];
      kept.forEach((value, index) => stacks[index]!.data.set(value.data, at * value.data.length));
      carry = results.slice(0, carries);
    }
    return [...carry, ...stacks];
  },
  cost: (inputs, _, { body, carries }) => inputs[carries]!.shape[0]! * graphCost(body),
  cases: () => [
    { name: "running sum", inputs: [{ shape: [2] }, { shape: [4, 2] }], attributes: runningSum(false) },
    { name: "running sum, reverse", inputs: [{ shape: [2] }, { shape: [4, 2] }], attributes: runningSum(true) },
    {
      name: "recurrence with a captured matrix",
      inputs: [{ shape: [2, 3] }, { shape: [4, 2, 3] }, { shape: [3, 3] }],
      attributes: recurrence(),
    },
  ],
});

function lengthOf(inputs: readonly TensorType[], carries: number, sequences: number): Dimension {
  check(sequences > 0, () => "scan: expects at least one sequence to run along");
  const all = inputs.slice(carries, carries + sequences);
  const length = all[0]!.shape[0];
  check(length !== undefined, () => "scan: a sequence needs a first axis to run along, got a scalar");
  for (const type of all) {
    check(
      type.shape[0] === length,
      () => `scan: sequences differ in length: ${all.map((each) => describeType(each)).join(", ")}`,
    );
  }
  return length;
}

function sliceAt(sequence: NDArray, at: number): NDArray {
  const shape = sequence.shape.slice(1);
  const size = sizeOf(shape);
  return { dtype: sequence.dtype, shape, data: sequence.data.subarray(at * size, (at + 1) * size) };
}

/** What a step of {@link scan} returns: the carry of the next step, and what is stacked. */
export interface ScanStep<Carry, Result> {
  readonly carry: Carry;
  readonly output: Result;
}

export interface ScanOptions<Carry, Slices> {
  /** The carry before the first step: any plain structure of tensors. */
  readonly initial: Carry;
  /** Sequences, any plain structure of tensors: each step sees one slice along their first axis, the time. */
  readonly sequences: Slices;
  /** Run from the last slice to the first; results keep the positions of their slices. Default false. */
  readonly reverse?: boolean;
}

type TensorStructure = Structure<Tensor>;

/**
 * Runs `step` once for each slice of the sequences, handing the carry on: a recurrence as one op, of any length, with its
 * gradient. Tensors of the code around it may be used inside; they are captured. Time is the first axis.
 *
 * @example
 * // cumulative sum over time of x: float32[T, N]
 * const { outputs } = scan((sum, slice) => ({ carry: add(sum, slice), output: add(sum, slice) }), {
 *   initial: zero,
 *   sequences: x,
 * });
 */
export function scan<Carry extends TensorStructure, Slices extends TensorStructure, Result extends TensorStructure>(
  step: (carry: Carry, slices: Slices) => ScanStep<Carry, Result>,
  options: ScanOptions<Carry, Slices>,
): { readonly carry: Carry; readonly outputs: Result } {
  const outer = currentBuilder("scan(...)");
  const initial = flattenStructure(options.initial, isTensor);
  const sequences = flattenStructure(options.sequences, isTensor);
  const length = lengthOf(
    sequences.map(([, tensor]) => tensor),
    0,
    sequences.length,
  );
  const body = new GraphBuilder({ parent: outer, ...(typeof length === "number" ? { length } : {}) });

  const inputsOf = (kind: string, leaves: [string, Tensor][], type: (tensor: Tensor) => TensorType) =>
    leaves.map(([path, tensor]) => body.input([kind, path].filter((part) => part !== "").join("."), type(tensor)));
  const carryInputs = inputsOf("carry", initial, (tensor) => tensor);
  const sliceInputs = inputsOf("slice", sequences, ({ dtype, shape }) => ({ dtype, shape: shape.slice(1) }));
  const refill = <S extends TensorStructure>(structure: S, tensors: readonly Tensor[]): S => {
    let index = 0;
    return mapStructure(structure, isTensor, () => tensors[index++]!) as S;
  };
  const returned = withBuilder(body, () =>
    step(refill(options.initial, carryInputs), refill(options.sequences, sliceInputs)),
  );

  const next = flattenStructure(returned.carry, isTensor);
  const expected = initial.map(([path]) => path).join(", ");
  if (next.map(([path]) => path).join(", ") !== expected) {
    throw new BlockzooError(
      `scan: the step must return a carry of the same structure as the initial one (${expected || "one tensor"}), ` +
        `got (${next.map(([path]) => path).join(", ") || "one tensor"})`,
    );
  }
  const results = flattenStructure(returned.output, isTensor);
  const adopt =
    (name: string) =>
    ([path, tensor]: [string, Tensor]): Named => ({
      name: [name, path].filter((part) => part !== "").join("."),
      tensor: body.adopt(tensor),
    });
  const outputs = [...next.map(adopt("carry")), ...results.map(adopt("output"))];
  const attributes = {
    body: body.finish(outputs),
    carries: initial.length,
    sequences: sequences.length + body.sequences.length,
    histories: initial.map((_, index) => index),
    reverse: options.reverse ?? false,
  };
  const outs = outer.emit(
    scanOp,
    [
      ...initial.map(([, tensor]) => tensor),
      ...sequences.map(([, tensor]) => tensor),
      ...body.sequences.map((sequence) => sequence.outer),
      ...body.captures.keys(),
    ],
    attributes,
  );
  return {
    carry: refill(options.initial, outs),
    outputs: refill(returned.output, outs.slice(initial.length)),
  };
}

/** The attributes of a scan that `build` makes, for the cases below. */
function attributesOf(types: readonly TensorType[], build: (inputs: readonly Tensor[]) => void): ScanAttributes {
  const builder = new GraphBuilder();
  withBuilder(builder, () => build(types.map((type, index) => builder.input(`x${index}`, type))));
  return builder.nodes.find((node) => node.op === "scan")!.attributes as ScanAttributes;
}

function runningSum(reverse: boolean): ScanAttributes {
  const types: TensorType[] = [
    { dtype: "float32", shape: [2] },
    { dtype: "float32", shape: [4, 2] },
  ];
  return attributesOf(types, ([initial, sequences]) => {
    scan(
      (sum, slice) => {
        const carry = add(sum, slice);
        return { carry, output: carry };
      },
      { initial: initial!, sequences: sequences!, reverse },
    );
  });
}

function recurrence(): ScanAttributes {
  const types: TensorType[] = [
    { dtype: "float32", shape: [2, 3] },
    { dtype: "float32", shape: [4, 2, 3] },
    { dtype: "float32", shape: [3, 3] },
  ];
  return attributesOf(types, ([initial, sequences, matrix]) => {
    scan(
      (hidden, slice) => {
        const carry = tanh(add(matMul(hidden, matrix!), slice));
        return { carry, output: add(carry, hidden) };
      },
      { initial: initial!, sequences: sequences! },
    );
  });
}

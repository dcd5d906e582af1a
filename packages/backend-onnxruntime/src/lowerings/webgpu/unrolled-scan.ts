import { cast, reshape, split, type Graph, type Node } from "@blockzoo/core";
import {
  onnxLowerings,
  TensorProto_DataType as DataType,
  type AttributesOf,
  type Lowering,
  type LoweringContext,
  type Value,
} from "@blockzoo/onnx";

type Scan = AttributesOf<"scan">;

/** Up to how many nodes loops are written step by step: a session opens in a second or two. */
const mostNodes = 2 ** 14;

/**
 * ONNX Runtime runs Scan on the host, and with every step of a loop on a GPU waits for all that its body hands on, copies it to the host
 * and back. Written step by step nothing leaves the GPU. Loops that would become too large are left to the host, and those over whole
 * numbers, which the provider has no kernels to cut and to stack.
 */
export const scan: Lowering<Scan> = (context) => {
  const { inputs, outputs } = context.node;
  const { body, carries, sequences } = context.attributes;
  const steps = stepsOf(context.node);
  const stacks = [...inputs.slice(carries, carries + sequences), ...outputs.slice(carries)];
  const hasKernels = stacks.every(({ dtype }) => dtype !== "int32");
  if (hasKernels && steps !== undefined && steps * nodesIn(body) <= mostNodes) return unrolled(context, steps);
  context.runsOnHost();
  return onnxLowerings.scan(context);
};

/** How often a loop runs its body; undefined where that is known by a name only. */
function stepsOf({ inputs, attributes }: Node): number | undefined {
  const length = inputs[(attributes as Scan).carries]!.shape[0]!;
  return typeof length === "number" ? length : undefined;
}

/** How many nodes a graph has with all loops in it step by step. */
function nodesIn(graph: Graph): number {
  return graph.nodes.reduce((total, node) => {
    const body = node.attributes["body"] as Graph | undefined;
    if (body === undefined) return total + 1;
    return total + (node.op === "scan" ? (stepsOf(node) ?? 1) : 1) * nodesIn(body);
  }, 0);
}

function unrolled(context: LoweringContext<Scan>, steps: number): Value[] {
  const { body, carries, sequences, histories, reverse } = context.attributes;
  const { emitter, node } = context;
  const captures = context.inputs().slice(carries + sequences);
  const slices = slicesOf(context, steps);
  const stacks = node.outputs.slice(carries).map((): Value[] => []);
  let carried = context.inputs().slice(0, carries);
  for (let step = 0; step < steps; step++) {
    const at = reverse ? steps - 1 - step : step;
    const inputs = [...carried, ...slices.map((each) => each[at]!), ...captures];
    body.inputs.forEach(({ tensor }, index) => emitter.bind(tensor, inputs[index]!));
    emitter.write(body);
    const results = body.outputs.map(({ tensor }) => emitter.value(tensor));
    const kept = [...results.slice(carries), ...histories.map((index) => carried[index]!)];
    kept.forEach((value, index) => (stacks[index]![at] = value));
    carried = results.slice(0, carries);
  }
  return [...carried, ...stacks.map((stack, index) => stacked(context, stack, carries + index))];
}

/** The slices of each sequence; there is no kernel that cuts booleans, which are numbers meanwhile. */
function slicesOf(context: LoweringContext<Scan>, steps: number): Value[][] {
  const { carries, sequences } = context.attributes;
  const slices = context.rewrite((inputs) =>
    inputs.slice(carries, carries + sequences).flatMap((sequence) => {
      const parts = split(cast(sequence, "float32"), { axis: 0, parts: steps });
      return parts.map((part) => cast(reshape(part, sequence.shape.slice(1)), sequence.dtype));
    }),
  );
  return Array.from({ length: sequences }, (_, index) => slices.slice(index * steps, (index + 1) * steps));
}

function stacked(context: LoweringContext<Scan>, values: readonly Value[], output: number): Value {
  const type = context.node.outputs[output]!;
  const float = (shape: Value["shape"]) => ({ dtype: "float32" as const, shape });
  const isBool = type.dtype === "bool";
  const rows = values.map((value) => {
    const number = isBool ? context.emit("Cast", [value], { to: DataType.FLOAT }, float(value.shape)) : value;
    return context.emit("Unsqueeze", [number, context.integers([0])], {}, float([1, ...value.shape]));
  });
  const stack = context.emit("Concat", rows, { axis: 0 }, float(type.shape));
  return isBool ? context.emit("Cast", [stack], { to: DataType.BOOL }, type) : stack;
}

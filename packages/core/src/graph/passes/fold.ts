import { isNumeric, sameShape } from "../../dimensions.js";
import { toFloat64, type NDArray } from "../../ndarray.js";
import { concrete } from "../../reference/evaluate-graph.js";
import { subOp } from "../../ops/elementwise.js";
import type { Tensor } from "../../tensor.js";
import { constantOf, type Graph, type Node } from "../graph.js";
import { bodyOf, rewrite, type Rewriter } from "../rewrite.js";

/** Folding may not grow a graph: what it makes is at most this many bytes larger than what it was made of. */
const maximumGrowth = 64 * 1024;

/** Computes what depends on constants only, removes ops that change nothing, and subtracts what was negated to be added. */
export function fold(graph: Graph): Graph {
  return rewrite(graph, {
    node(node, rewriter) {
      const same = unchanged(node, rewriter);
      if (same !== undefined) return [same];
      if (node.op === "customGradient") return node.inputs.slice(0, node.outputs.length).map(rewriter.get);
      const body = bodyOf(node.attributes);
      if (body !== undefined && node.op !== "composite") {
        return rewriter.copy(node, { ...node.attributes, body: fold(body) });
      }
      return computed(node, rewriter) ?? difference(node, rewriter);
    },
  });
}

/** `a + -b` as `a - b`, which is the same number: gradients are added up whatever made them. */
function difference(node: Node, { builder, get }: Rewriter): readonly Tensor[] | undefined {
  if (node.op !== "add") return undefined;
  const [a, b] = node.inputs.map(get) as [Tensor, Tensor];
  const [kept, negated] = b.node.op === "neg" ? [a, b] : [b, a];
  if (negated.node.op !== "neg") return undefined;
  return builder.inScope(node.path, undefined, () => builder.emit(subOp, [kept, negated.node.inputs[0]!], {}));
}

function computed(node: Node, { builder, get }: Rewriter): readonly Tensor[] | undefined {
  if (node.definition === undefined || !node.outputs.every((output) => isNumeric(output.shape))) return undefined;
  const inputs = node.inputs.map((input) => constantOf(get(input).node));
  if (!inputs.every((input) => input !== undefined)) return undefined;
  const types = node.outputs.map(concrete);
  const results = node.definition.evaluate(inputs.map(toFloat64), node.attributes, types);
  return bytesOf(results) - bytesOf(inputs) > maximumGrowth
    ? undefined
    : results.map((value) => builder.constant(value));
}

function bytesOf(values: readonly NDArray[]): number {
  return values.reduce((total, { data }) => total + 4 * data.length, 0);
}

/** The operand that a node returns as it is, if it does. */
function unchanged(node: Node, { get }: Rewriter): Tensor | undefined {
  const [a, b] = node.inputs.map(get);
  const [output] = node.outputs;
  const keepsType = (tensor: Tensor | undefined): tensor is Tensor =>
    tensor !== undefined && tensor.dtype === output!.dtype && sameShape(tensor.shape, output!.shape);
  const pick = (tensor: Tensor | undefined, condition: boolean) =>
    condition && keepsType(tensor) ? tensor : undefined;
  switch (node.op) {
    case "stopGradient":
      return a;
    case "cast":
    case "reshape":
    case "expand":
      return pick(a, true);
    case "transpose":
      return pick(
        a,
        (node.attributes["permutation"] as readonly number[]).every((from, to) => from === to),
      );
    case "pad":
      return pick(
        a,
        (node.attributes["pads"] as readonly (readonly number[])[]).flat().every((size) => size === 0),
      );
    case "concat":
      return pick(a, node.inputs.length === 1);
    case "reduceSum":
    case "reduceMean":
    case "reduceMax":
      return pick(a, (node.attributes["axes"] as readonly number[]).length === 0);
    case "mul":
      return pick(a, isFilledWith(b, 1)) ?? pick(b, isFilledWith(a, 1));
    case "add":
      return pick(a, isFilledWith(b, 0)) ?? pick(b, isFilledWith(a, 0));
    case "sub":
      return pick(a, isFilledWith(b, 0));
    case "div":
      return pick(a, isFilledWith(b, 1));
    default:
      return undefined;
  }
}

/** Looks through `expand`, so that broadcast zeros and ones of any size are recognised without being made. */
function isFilledWith(tensor: Tensor | undefined, value: number): boolean {
  let source = tensor;
  while (source?.node.op === "expand") source = source.node.inputs[0];
  const constant = source && constantOf(source.node);
  return constant !== undefined && constant.data.every((each) => each === value);
}

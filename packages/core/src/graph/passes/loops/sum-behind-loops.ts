import { isNumeric, numericShape, sameShape } from "../../../dimensions.js";
import { sizeOf } from "../../../ndarray.js";
import { add } from "../../../ops/elementwise.js";
import { matMul, type MatMulAttributes } from "../../../ops/matmul.js";
import { reduceSum, type ReduceAttributes } from "../../../ops/reduce.js";
import { reshape, transpose } from "../../../ops/shape.js";
import type { Tensor } from "../../../tensor.js";
import { withBuilder } from "../../builder.js";
import type { Graph, Named, Node } from "../../graph.js";
import { rewrite, type Rewriter } from "../../rewrite.js";
import { emitLoop, inBodies, loopOf, stackOf, type Loop } from "./loop.js";

/** A carry to which each step adds terms, all of them products or sums, which can be added up behind the loop as well. */
interface Sum {
  readonly carry: number;
  readonly terms: readonly Tensor[];
}

/**
 * How many elements a loop may stack more for each that it carries less. A step passes over what it adds to three times, and a
 * product of few rows is slow.
 */
const stackedPerCarried = 4;

/**
 * What a loop only adds up, as the gradient of a loop does with the gradient of a weight, is added up behind it: the products of
 * all steps are one product, whose inner axis is as many times as long.
 */
export function sumBehindLoops(source: Graph): Graph {
  const graph = inBodies(source, sumBehindLoops);
  const moved = new Map<Node, Sum[]>();
  for (const node of graph.nodes) {
    const loop = loopOf(node);
    const sums = loop === undefined ? [] : worthMoving(loop, sumsOf(loop));
    if (sums.length > 0) moved.set(node, sums);
  }
  if (moved.size === 0) return graph;
  return rewrite(graph, {
    node: (node, rewriter) => (moved.has(node) ? rewritten(loopOf(node)!, moved.get(node)!, rewriter) : undefined),
  });
}

/** The carries that nothing reads but the addition of terms whose sum over all steps is one op. */
function sumsOf({ attributes, inside }: Loop): Sum[] {
  const { body, histories } = attributes;
  const uses = (tensor: Tensor) =>
    [...body.nodes.flatMap(({ inputs }) => inputs), ...body.outputs.map((output) => output.tensor)].filter(
      (each) => each === tensor,
    ).length;
  return inside.carries.flatMap((carry, index) => {
    const next = body.outputs[index]!.tensor;
    const terms = next.node.op === "add" ? next.node.inputs.filter((input) => input !== carry) : [];
    const isSum = terms.length === 1 && sameShape(terms[0]!.shape, carry.shape) && !histories.includes(index);
    if (!isSum || uses(carry) !== 1 || uses(next) !== 1) return [];
    const all = termsOf(terms[0]!);
    return all.every(isSummable) ? [{ carry: index, terms: all }] : [];
  });
}

/** What a tensor is the sum of. */
function termsOf(tensor: Tensor): readonly Tensor[] {
  const { op, inputs } = tensor.node;
  const isSum = op === "add" && inputs.every(({ shape }) => sameShape(shape, tensor.shape));
  return isSum ? inputs.flatMap(termsOf) : [tensor];
}

/** The node that computes a term, seen through changes of shape. */
function makerOf(term: Tensor): Node {
  return term.node.op === "reshape" ? makerOf(term.node.inputs[0]!) : term.node;
}

function isSummable(term: Tensor): boolean {
  const { op, inputs } = makerOf(term);
  if (!inputs.every(({ shape }) => isNumeric(shape))) return false;
  if (op === "reduceSum") return true;
  const [batch, other] = inputs.map(({ shape }) => shape.slice(0, -2));
  return op === "matMul" && sameShape(batch!, other!);
}

/** Those for which the loop need not stack much more than it carries less, the largest first. */
function worthMoving(loop: Loop, sums: readonly Sum[]): Sum[] {
  const size = ({ shape }: Tensor) => sizeOf(numericShape(shape, "a sum in a loop"));
  const carried = ({ carry }: Sum) => size(loop.inside.carries[carry]!);
  const stacked = new Set<Tensor>();
  return sums
    .toSorted((a, b) => carried(b) - carried(a))
    .filter((sum) => {
      const fresh = freshOperands(loop, [sum]).filter((operand) => !stacked.has(operand));
      // What is the same in each step has no stack.
      if (fresh.some((operand) => operand.node.op === "constant" || loop.inside.captures.includes(operand)))
        return false;
      if (fresh.reduce((total, operand) => total + size(operand), 0) > stackedPerCarried * carried(sum)) return false;
      for (const operand of fresh) stacked.add(operand);
      return true;
    });
}

/** What has to be stacked to add up behind the loop, and is not yet. */
function freshOperands(loop: Loop, sums: readonly Sum[]): Tensor[] {
  const operands = new Set(sums.flatMap(({ terms }) => terms.flatMap((term) => makerOf(term).inputs)));
  return [...operands].filter(
    (operand) => !loop.inside.sequences.includes(operand) && stackOf(loop, operand) === undefined,
  );
}

/** Writes a loop without the carries, and behind it the sums. */
function rewritten(loop: Loop, sums: readonly Sum[], rewriter: Rewriter): readonly Tensor[] {
  const { node, attributes, inside, outside } = loop;
  const { builder, get } = rewriter;
  const { body, carries, histories } = attributes;
  const dropped = new Set(sums.map(({ carry }) => carry));
  const isKept = (_: unknown, index: number) => !dropped.has(index);
  const fresh = freshOperands(loop, sums);
  const gone = new Set(
    [...dropped].flatMap((index) => [inside.carries[index]!.node, body.outputs[index]!.tensor.node]),
  );
  const keptCarries = Array.from({ length: carries }, (_, index) => index).filter((index) => !dropped.has(index));
  const outputs = emitLoop(rewriter, node, node.inputs.filter(isKept).map(get), {
    ...attributes,
    body: {
      ...body,
      inputs: body.inputs.filter(isKept),
      nodes: body.nodes.filter((each) => !gone.has(each)),
      outputs: [
        ...body.outputs.filter(isKept),
        ...fresh.map((tensor, at): Named => ({ name: `summed.${at}`, tensor })),
      ],
    },
    carries: keptCarries.length,
    histories: histories.map((index) => keptCarries.indexOf(index)),
  });
  const results = body.outputs.length - dropped.size;
  // Without the dropped carries in front, and with what was stacked for the sums between results and histories.
  const old = outputs.toSpliced(results, fresh.length);
  const placed = (index: number) => old[index - [...dropped].filter((each) => each < index).length]!;
  const stackFor = (inner: Tensor): Tensor => {
    const sequence = inside.sequences.indexOf(inner);
    if (sequence >= 0) return get(outside.sequences[sequence]!);
    const returned = stackOf(loop, inner);
    return returned === undefined ? outputs[results + fresh.indexOf(inner)]! : placed(returned.index);
  };
  const totals = new Map<number, Tensor>();
  withBuilder(builder, () =>
    builder.inScope(node.path, undefined, () => {
      for (const { carry, terms } of sums) {
        const shares = terms.map((term) => sumAlongTime(term, stackFor));
        totals.set(
          carry,
          shares.reduce((total, share) => add(total, share), get(outside.carries[carry]!)),
        );
      }
    }),
  );
  return node.outputs.map((_, index) => totals.get(index) ?? placed(index));
}

/** The sum of a term over all steps. */
function sumAlongTime(term: Tensor, stackFor: (inner: Tensor) => Tensor): Tensor {
  const { op, inputs, attributes } = makerOf(term);
  const stacks = inputs.map(stackFor);
  const total =
    op === "matMul"
      ? productAlongTime(stacks as [Tensor, Tensor], attributes as MatMulAttributes)
      : reduceSum(stacks[0]!, { axes: [0, ...(attributes as ReduceAttributes).axes.map((axis) => axis + 1)] });
  return reshape(total, term.shape);
}

/** `Σ_t A_t B_t` of stacks `[T, ...]` as one product, whose inner axis holds those of all steps. */
function productAlongTime([a, b]: readonly [Tensor, Tensor], { transposeA, transposeB }: MatMulAttributes): Tensor {
  return matMul(withTimeInside(a, transposeA ? -2 : -1), withTimeInside(b, transposeB ? -1 : -2), {
    transposeA,
    transposeB,
  });
}

/** A stack of matrices `[T, ..., rows, columns]` as matrices with the time as a part of their rows (-2) or columns (-1). */
function withTimeInside(stack: Tensor, inner: -1 | -2): Tensor {
  const [steps, ...matrices] = numericShape(stack.shape, "a sum in a loop");
  const axes = matrices.map((_, axis) => axis + 1).toSpliced(matrices.length + inner, 0, 0);
  return reshape(transpose(stack, axes), matrices.with(inner, steps! * matrices.at(inner)!));
}

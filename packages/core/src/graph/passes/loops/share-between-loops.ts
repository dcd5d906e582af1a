import type { Tensor } from "../../../tensor.js";
import { GraphBuilder } from "../../builder.js";
import type { Graph, Named, Node } from "../../graph.js";
import { printAttributes } from "../../print.js";
import { bodyOf, rewrite, type Rewriter } from "../../rewrite.js";
import { emitLoop, inBodies, loopOf, stackedBy, stackOf, type Loop } from "./loop.js";

/** A tensor of a loop's body. */
interface Place {
  readonly plan: Plan;
  readonly tensor: Tensor;
}

/** A loop, and what changes of it. */
interface Plan {
  readonly loop: Loop;
  /** The tensors of its body that are not the same in each step. */
  readonly changing: ReadonlySet<Tensor>;
  /** Those that an earlier loop has at the same steps, and where. */
  readonly known: ReadonlyMap<Tensor, Place>;
  /** Those that later loops take from it, and that it does not return already. */
  readonly lent: Set<Tensor>;
  /** Those that it takes from earlier ones. */
  readonly taken: Map<Tensor, Place>;
  /** The nodes of its body that it still needs. */
  readonly live: Set<Node>;
}

/**
 * What a loop computes and another computes again at the same steps, as the gradient of a loop does that runs the body once
 * more, is computed once: the first loop stacks it, and the other takes the slices. To be run before `lower`, which hides inside
 * of composites what two loops have in common.
 */
export function shareBetweenLoops(source: Graph): Graph {
  const graph = inBodies(source, shareBetweenLoops);
  const plans = new Map<Node, Plan>();
  for (const node of graph.nodes) {
    const loop = loopOf(node);
    if (loop === undefined) continue;
    const known = knownTensors(loop, plans);
    plans.set(node, {
      loop,
      changing: changingTensors(loop),
      known,
      lent: new Set(),
      taken: new Map(),
      live: new Set(),
    });
  }
  // From the last loop back, since what one lends decides what it needs itself.
  for (const plan of [...plans.values()].toReversed()) takeKnown(plan);
  if (![...plans.values()].some(({ taken }) => taken.size > 0)) return graph;

  const stacks = new Map<Tensor, Tensor>();
  return rewrite(graph, {
    node(node, rewriter) {
      const plan = plans.get(node);
      return plan && (plan.lent.size > 0 || plan.taken.size > 0) ? rewritten(plan, rewriter, stacks) : undefined;
    },
  });
}

/** The tensors of a body that depend on the step. */
function changingTensors({ attributes, inside }: Loop): Set<Tensor> {
  const changing = new Set([...inside.carries, ...inside.sequences]);
  for (const { inputs, outputs } of attributes.body.nodes) {
    if (inputs.some((input) => changing.has(input))) for (const output of outputs) changing.add(output);
  }
  return changing;
}

/** What a loop computes that one of those has computed which its sequences come from. */
function knownTensors(loop: Loop, plans: ReadonlyMap<Node, Plan>): Map<Tensor, Place> {
  const known = new Map<Tensor, Place>();
  const sources = new Set(loop.outside.sequences.flatMap(({ node }) => plans.get(node) ?? []));
  for (const plan of sources) {
    for (const [own, tensor] of equalTensors(loop, plan.loop)) if (!known.has(own)) known.set(own, { plan, tensor });
  }
  return known;
}

/** The tensors of a loop's body that equal tensors of another's, whichever way the two run: stacks keep their positions. */
function equalTensors(loop: Loop, source: Loop): Map<Tensor, Tensor> {
  const equal = new Map<Tensor, Tensor>();
  const pair = (own: Tensor, other: Tensor | undefined) => other !== undefined && equal.set(own, other);
  loop.outside.sequences.forEach((outer, index) => {
    const made = outer.node === source.node ? stackedBy(source, outer) : undefined;
    pair(loop.inside.sequences[index]!, made ?? source.inside.sequences[source.outside.sequences.indexOf(outer)]);
  });
  loop.outside.captures.forEach((outer, index) => {
    pair(loop.inside.captures[index]!, source.inside.captures[source.outside.captures.indexOf(outer)]);
  });

  const numbers = new Map<Tensor, number>();
  for (const { outputs } of source.attributes.body.nodes) for (const each of outputs) numbers.set(each, numbers.size);
  const keyOf = ({ op, attributes }: Node, inputs: readonly Tensor[]) =>
    `${op}(${inputs.map((input) => numbers.get(input)).join()})${printAttributes(attributes)}`;
  const made = new Map<string, Node>();
  for (const node of source.attributes.body.nodes) if (isComparable(node)) made.set(keyOf(node, node.inputs), node);
  for (const node of loop.attributes.body.nodes) {
    const inputs = node.inputs.flatMap((input) => equal.get(input) ?? []);
    if (!isComparable(node) || inputs.length < node.inputs.length) continue;
    const twin = made.get(keyOf(node, inputs));
    node.outputs.forEach((own, index) => pair(own, twin?.outputs[index]));
  }
  return equal;
}

/** Whether op and attributes say all that a node does; a loop's body is more. */
function isComparable(node: Node): boolean {
  return node.op === "constant" || (node.definition !== undefined && bodyOf(node.attributes) === undefined);
}

/** Walks a body back from what it must return, and stops where an earlier loop has the value. */
function takeKnown({ loop, known, lent, taken, live }: Plan): void {
  const { body } = loop.attributes;
  const needed = new Set([...body.outputs.map(({ tensor }) => tensor), ...lent]);
  for (const node of body.nodes.toReversed()) {
    for (const tensor of node.outputs) {
      if (!needed.has(tensor)) continue;
      const place = known.get(tensor);
      if (place === undefined || !isWorthKeeping(place)) {
        live.add(node);
        continue;
      }
      taken.set(tensor, place);
      if (stackOf(place.plan.loop, place.tensor) === undefined) place.plan.lent.add(place.tensor);
    }
    if (live.has(node)) for (const input of node.inputs) needed.add(input);
  }
}

/** Whether a value is worth its memory: no leaf, not another value in a new shape, and not the same in each step. */
function isWorthKeeping({ plan, tensor }: Place): boolean {
  const { op, definition } = tensor.node;
  return definition !== undefined && op !== "reshape" && op !== "expand" && plan.changing.has(tensor);
}

/** Writes a loop with what it lends behind its results, and with what it takes behind its sequences. */
function rewritten(plan: Plan, rewriter: Rewriter, stacks: Map<Tensor, Tensor>): readonly Tensor[] {
  const { node, attributes, outside } = plan.loop;
  const { get } = rewriter;
  const stackFor = ({ plan: { loop }, tensor }: Place): Tensor => {
    const returned = stackOf(loop, tensor);
    return returned === undefined ? stacks.get(tensor)! : get(returned);
  };
  const inputs = [
    ...[...outside.carries, ...outside.sequences].map(get),
    ...[...plan.taken.values()].map(stackFor),
    ...outside.captures.map(get),
  ];
  const sequences = attributes.sequences + plan.taken.size;
  const outputs = emitLoop(rewriter, node, inputs, { ...attributes, body: changedBody(plan), sequences });
  const first = attributes.body.outputs.length;
  [...plan.lent].forEach((tensor, at) => stacks.set(tensor, outputs[first + at]!));
  return outputs.toSpliced(first, plan.lent.size);
}

/** The body that returns what is lent, with slices in the place of what is taken. */
function changedBody({ loop: { attributes }, lent, taken, live }: Plan): Graph {
  const { body, carries, sequences } = attributes;
  const leaves = new GraphBuilder();
  const slices = new Map([...taken].map(([own, { tensor }], at) => [own, leaves.input(`taken.${at}`, tensor)]));
  const returned = [...lent].map((tensor, at): Named => ({ name: `lent.${at}`, tensor }));
  const grown: Graph = {
    ...body,
    inputs: body.inputs.toSpliced(carries + sequences, 0, ...leaves.inputs),
    nodes: [...leaves.nodes, ...body.nodes],
    outputs: [...body.outputs, ...returned],
  };
  const isTaken = ({ outputs }: Node) => outputs.some((output) => slices.has(output));
  return rewrite(grown, {
    drop: (node) => node.op !== "input" && !live.has(node) && !isTaken(node),
    node: (node, { get }) =>
      // Of a node with several outputs nothing needs those that are not taken.
      isTaken(node)
        ? (node.outputs.map((output) => slices.get(output)).map((slice) => slice && get(slice)) as Tensor[])
        : undefined,
  });
}

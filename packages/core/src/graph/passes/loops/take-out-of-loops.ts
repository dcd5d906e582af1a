import { isNumeric, sameShape } from "../../../dimensions.js";
import { sizeOf } from "../../../ndarray.js";
import type { Tensor } from "../../../tensor.js";
import { GraphBuilder, withBuilder } from "../../builder.js";
import { constantOf, type Graph, type Node } from "../../graph.js";
import { rewrite, type Rewriter } from "../../rewrite.js";
import { emitLoop, inBodies, loopOf, type Loop } from "./loop.js";
import { regroupProducts } from "./regroup-products.js";

/**
 * How many elements a step may have of what is taken out of a loop. Of small ones the node is what costs; larger ones are read from
 * nearer memory in a step than in a pass over all steps.
 */
const largest = 4096;

/**
 * What a loop computes element by element from its sequences alone, and not from what it carries, is computed before it: at once for
 * all steps, where each step had a small node. In the gradient of a recurrent net these are the slopes of its gates.
 */
export function takeOutOfLoops(source: Graph): Graph {
  const graph = inBodies(source, takeOutOfLoops);
  if (!graph.nodes.some(({ op }) => op === "scan")) return graph;
  return rewrite(graph, {
    node(node, rewriter) {
      const loop = loopOf(node);
      if (loop === undefined) return undefined;
      const body = regroupProducts(loop.attributes.body, knownAhead(loop));
      const ready = loopOf({ ...node, attributes: { ...node.attributes, body } })!;
      const taken = lastKnown(ready, knownAhead(ready));
      return taken.length === 0 ? undefined : rewritten(ready, taken, rewriter);
    },
  });
}

/** The slices, and what is computed from them element by element; nothing is larger than a slice that it is made of. */
function knownAhead({ attributes, inside }: Loop): ReadonlySet<Tensor> {
  const isSmall = ({ shape }: Tensor) => isNumeric(shape) && sizeOf(shape) <= largest;
  const known = new Set(inside.sequences.filter(isSmall));
  const isFixed = (tensor: Tensor) => inside.captures.includes(tensor) || constantOf(tensor.node) !== undefined;
  for (const { definition, inputs, outputs } of attributes.body.nodes) {
    const [output] = outputs as [Tensor];
    if (definition?.elementwise === undefined || output.dtype !== "float32") continue;
    const slices = inputs.filter((input) => known.has(input));
    // Stacks have the steps as their first axis: what broadcasts against slices must not reach so far.
    const fits = inputs.every((input) =>
      known.has(input) ? input.rank === output.rank : isFixed(input) && input.rank <= output.rank,
    );
    if (fits && slices.some(({ shape }) => sameShape(shape, output.shape))) known.add(output);
  }
  return known;
}

/** Of what is known ahead, and is not a slice already, that which something else in the body asks for. */
function lastKnown({ attributes: { body }, inside }: Loop, known: ReadonlySet<Tensor>): Tensor[] {
  const unknown = body.nodes.filter(({ outputs }) => !outputs.some((output) => known.has(output)));
  const asked = new Set([...unknown.flatMap(({ inputs }) => inputs), ...body.outputs.map(({ tensor }) => tensor)]);
  return [...known].filter((tensor) => asked.has(tensor) && !inside.sequences.includes(tensor));
}

/** Writes what is taken out of a loop, and behind it the loop, which has it as sequences. */
function rewritten(loop: Loop, taken: readonly Tensor[], rewriter: Rewriter): readonly Tensor[] {
  const { node, attributes, outside, inside } = loop;
  const { get, builder } = rewriter;
  const stacks = new Map<Tensor, Tensor>();
  inside.sequences.forEach((slice, index) => stacks.set(slice, get(outside.sequences[index]!)));
  inside.captures.forEach((capture, index) => stacks.set(capture, get(outside.captures[index]!)));
  const stackFor = (inner: Tensor): Tensor => {
    const known = stacks.get(inner);
    if (known !== undefined) return known;
    const { definition, inputs, attributes: own, path } = inner.node;
    const constant = constantOf(inner.node);
    const stack =
      constant === undefined
        ? builder.inScope(path, undefined, () => builder.emit(definition!, inputs.map(stackFor), own)[0]!)
        : builder.constant(constant);
    stacks.set(inner, stack);
    return stack;
  };
  const ahead = withBuilder(builder, () => taken.map(stackFor));
  const inputs = [...[...outside.carries, ...outside.sequences].map(get), ...ahead, ...outside.captures.map(get)];
  return emitLoop(rewriter, node, inputs, {
    ...attributes,
    body: withSlices(loop, taken),
    sequences: attributes.sequences + taken.length,
  });
}

/** The body with slices in the place of what is taken out of it. */
function withSlices({ attributes: { body, carries, sequences } }: Loop, taken: readonly Tensor[]): Graph {
  const leaves = new GraphBuilder();
  const slices = new Map(taken.map((tensor, at) => [tensor, leaves.input(`ahead.${at}`, tensor)]));
  const grown: Graph = {
    ...body,
    inputs: body.inputs.toSpliced(carries + sequences, 0, ...leaves.inputs),
    nodes: [...leaves.nodes, ...body.nodes],
  };
  const sliceOf = ({ outputs }: Node) => outputs[0] && slices.get(outputs[0]);
  return rewrite(grown, {
    node(node, { get }) {
      const slice = sliceOf(node);
      return slice && [get(slice)];
    },
  });
}

import { numericShape } from "../dimensions.js";
import type { GraphBuilder } from "../graph/builder.js";
import type { Node, Region } from "../graph/graph.js";
import { closeRegions, mapRegion, operatorOf } from "../graph/rewrite.js";
import { sizeOf } from "../ndarray.js";
import { cast, less, mul, sub } from "../ops/elementwise.js";
import { reshape } from "../ops/shape.js";
import { slice } from "../ops/slicing.js";
import type { Tensor } from "../tensor.js";
import { copyCustomRule, customGradient } from "./custom-gradient.js";

/** The ops of one call of a block that is not remembered, with their constants, and without other leaves. It matters only while tracing, so no pass carries it over. */
type Stretch = readonly Node[];

const stretches = new WeakMap<Node, Stretch>();

/**
 * Runs `build`, whose inside gradients do not remember: they compute it again from what it was given. Of stretches inside of
 * each other the outermost counts.
 */
export function withoutRemembering<T>(builder: GraphBuilder, build: () => T): T {
  const before = builder.nodes.length;
  const result = build();
  mark(builder.nodes.slice(before));
  return result;
}

/** Makes the copies of nodes stretches where the nodes were. */
export function copyStretches(copies: ReadonlyMap<Node, Node>): void {
  const found = new Map<Stretch, Node[]>();
  for (const [node, copy] of copies) {
    const stretch = stretches.get(node);
    if (stretch !== undefined) found.set(stretch, [...(found.get(stretch) ?? []), copy]);
  }
  for (const stretch of found.values()) mark(stretch);
}

function mark(nodes: readonly Node[]): void {
  const stretch = nodes.filter(({ definition, op }) => definition !== undefined || op === "constant");
  for (const node of stretch) stretches.set(node, stretch);
}

/** What one walk back has computed again. */
export class Recomputation {
  readonly #builder: GraphBuilder;
  readonly #copies = new Map<Stretch, ReadonlyMap<Tensor, Tensor>>();

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
  }

  /**
   * What a gradient rule is to use in the place of the inputs and outputs of a node: they themselves, but inside of a stretch
   * their copies, which are made when the walk comes to it.
   *
   * @param cotangent one that has arrived at the node: nothing is computed again before it is there
   */
  of(node: Node, cotangent: Tensor): Pick<Node, "inputs" | "outputs"> {
    const stretch = stretches.get(node);
    if (stretch === undefined) return node;
    const copies = this.#copies.get(stretch) ?? this.#copy(stretch, cotangent);
    this.#copies.set(stretch, copies);
    const standIn = (tensor: Tensor) => copies.get(tensor) ?? tensor;
    return { inputs: node.inputs.map(standIn), outputs: node.outputs.map(standIn) };
  }

  #copy(stretch: Stretch, cotangent: Tensor): ReadonlyMap<Tensor, Tensor> {
    const copies = new Map<Tensor, Tensor>();
    const regions = new Map<Region, Region>();
    const captured = new Set(this.#builder.captures.values());
    const one = oneAfter(cotangent);
    for (const node of stretch) {
      for (const input of node.inputs) {
        const isGiven = input.dtype === "float32" && !copies.has(input) && !captured.has(input);
        if (isGiven && !isConstant(input.node)) copies.set(input, delayed(input, one));
      }
      const inputs = node.inputs.map((input) => copies.get(input) ?? input);
      const at = { path: node.path, region: node.region && mapRegion(node.region, regions) };
      const outputs = this.#builder.addNode(operatorOf(node), inputs, node.attributes, node.outputs, at);
      copyCustomRule(node, outputs[0]!.node);
      node.outputs.forEach((old, index) => copies.set(old, outputs[index]!));
    }
    closeRegions(regions, (old) => copies.get(old) ?? old);
    return copies;
  }
}

/** Whether a leaf is there all the time: computing it later would free nothing. */
function isConstant({ op }: Node): boolean {
  return op === "state" || op === "constant";
}

/**
 * A tensor that is only there when `one` is. By it alone, what is computed again is neither the same node as what it is a copy of,
 * nor computed as early. A product with 1 changes no bit, of no number, infinity or zero.
 */
function delayed(tensor: Tensor, one: Tensor): Tensor {
  return customGradient(
    [tensor],
    ([value]) => [mul(value!, one)],
    ([cotangent]) => [cotangent],
  )[0]!;
}

/** The number 1 as it is computed from a tensor, whatever that holds: nothing is less than itself. */
function oneAfter(tensor: Tensor): Tensor {
  const flat = reshape(tensor, [sizeOf(numericShape(tensor.shape, "what is computed again"))]);
  const first = slice(flat, { starts: [0], ends: [1] });
  return reshape(sub(1, cast(less(first, first), "float32")), []);
}

import { check } from "../errors.js";
import { currentBuilder, type TensorLike } from "../graph/builder.js";
import type { Node } from "../graph/graph.js";
import { add } from "../ops/elementwise.js";
import { expand } from "../ops/shape.js";
import type { PrimitiveName } from "../ops/table.js";
import { describeType, type Tensor } from "../tensor.js";
import { Recomputation } from "./recomputation.js";
import type { GradientRule } from "./rules/rule.js";
import { gradientRules } from "./rules/table.js";

/**
 * Reverse-mode differentiation inside a trace: adds the gradient to the graph as ordinary ops.
 *
 * @param y a float32 scalar, such as a loss
 * @param xs tensors or parameters that `y` depends on
 * @returns one gradient for each of `xs`, of its shape; zeros where `y` does not depend on it
 * @example const [dx] = gradients(reduceSum(mul(x, x)), [x]);   // 2x
 */
export function gradients(y: Tensor, xs: readonly TensorLike[]): Tensor[] {
  check(
    y.dtype === "float32" && y.rank === 0,
    () => `gradients expects a float32 scalar to differentiate, got ${describeType(y)}: sum or average it first`,
  );
  return vectorJacobianProduct([y], [currentBuilder("gradients(...)").adopt(1)], xs);
}

/**
 * The product of cotangents with the Jacobian of `ys` with respect to `xs`: what {@link gradients} is for a scalar.
 *
 * @param cotangents one for each of `ys`, of its shape; undefined counts as zeros
 */
export function vectorJacobianProduct(
  ys: readonly Tensor[],
  cotangents: readonly (Tensor | undefined)[],
  xs: readonly TensorLike[],
): Tensor[] {
  const builder = currentBuilder("gradients(...)");
  const targets = builder.adoptAll(xs);
  for (const target of targets) {
    check(target.dtype === "float32", () => `gradients are taken with respect to float32, got ${describeType(target)}`);
  }
  const tape = [...builder.nodes];
  const dependent = dependents(tape, targets);
  const recomputation = new Recomputation(builder);
  const found = new Map<Tensor, Tensor>();
  const accumulate = (tensor: Tensor, cotangent: Tensor) => {
    const known = found.get(tensor);
    found.set(tensor, known === undefined ? cotangent : add(known, cotangent));
  };
  ys.forEach((y, index) => {
    const cotangent = cotangents[index];
    if (cotangent !== undefined && dependent.has(y)) accumulate(y, cotangent);
  });
  for (const node of tape.toReversed()) {
    const own = node.outputs.map((output) => found.get(output));
    const arrived = own.find((cotangent) => cotangent !== undefined);
    if (arrived === undefined) continue;
    const needs = node.inputs.map((input) => dependent.has(input));
    if (!needs.includes(true)) continue;
    builder.inScope(node.path, undefined, () => {
      const rule = ruleOf(node);
      if (rule === "flat") return;
      const results = rule({
        ...recomputation.of(node, arrived),
        cotangents: own,
        needs,
        attributes: node.attributes,
        vectorJacobianProduct,
      });
      results.forEach((cotangent, index) => {
        if (cotangent !== undefined && needs[index] === true) accumulate(node.inputs[index]!, cotangent);
      });
    });
  }
  return targets.map((target) => found.get(target) ?? expand(0, target.shape));
}

function ruleOf({ op }: Node): GradientRule | "flat" {
  check(
    Object.hasOwn(gradientRules, op),
    () => `gradients: there is no rule for the op "${op}": apply it inside of customGradient, which gives it one`,
  );
  return gradientRules[op as PrimitiveName] as GradientRule | "flat";
}

function dependents(tape: readonly Node[], targets: readonly Tensor[]): Set<Tensor> {
  const dependent = new Set(targets);
  for (const node of tape) {
    if (!node.inputs.some((input) => dependent.has(input))) continue;
    for (const output of node.outputs) if (output.dtype === "float32") dependent.add(output);
  }
  return dependent;
}

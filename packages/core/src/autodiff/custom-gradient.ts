import { check } from "../errors.js";
import { emit } from "../graph/builder.js";
import type { Node } from "../graph/graph.js";
import { customGradientOp } from "../ops/special.js";
import { describeType, type Tensor } from "../tensor.js";
import type { GradientRule } from "./rules/rule.js";

/** Rules of single nodes. They matter only while tracing, so no pass carries them over. */
const customRules = new WeakMap<Node, GradientRule>();

/** The rule that a node of {@link customGradient} was given. */
export function customRuleOf(node: Node): GradientRule {
  const rule = customRules.get(node);
  check(
    rule !== undefined,
    () =>
      "customGradient: a rule is known only in the trace that gave it, and this node was copied out of another graph: " +
      "call the function itself where its gradient is taken",
  );
  return rule;
}

/** Gives the copy of a node the rule of the original, where that has one. */
export function copyCustomRule(from: Node, to: Node): void {
  const rule = customRules.get(from);
  if (rule !== undefined) customRules.set(to, rule);
}

/**
 * Gives a function a gradient rule of its own.
 *
 * @param inputs the arguments that shall receive gradients
 * @param forward computes the values
 * @param backward takes the cotangents of the values, the arguments and the values, and returns one cotangent for each
 * argument, of its type. It must use only what it is handed: inside a `scan` it is replayed on other tensors.
 * @example
 * // gradient reversal (Ganin & Lempitsky 2015): the identity forward, minus the gradient backward
 * const [y] = customGradient([x], ([x]) => [x!], ([dy]) => [neg(dy!)]);
 */
export function customGradient(
  inputs: readonly Tensor[],
  forward: (inputs: readonly Tensor[]) => readonly Tensor[],
  backward: (
    cotangents: readonly (Tensor | undefined)[],
    inputs: readonly Tensor[],
    values: readonly Tensor[],
  ) => readonly (Tensor | undefined)[],
): readonly Tensor[] {
  const values = forward(inputs);
  const outputs = emit(customGradientOp, [...values, ...inputs], { outputs: values.length });
  customRules.set(outputs[0]!.node, (context) => {
    const own = context.inputs.slice(values.length);
    const results = backward(context.cotangents, own, context.outputs);
    results.forEach((result, index) => {
      if (result === undefined) return;
      const [found, expected] = [describeType(result), own[index] && describeType(own[index])];
      check(
        expected !== undefined,
        () => `customGradient: ${own.length} arguments, but a cotangent ${found} for one more`,
      );
      check(found === expected, () => `customGradient: the cotangent of ${expected} must have its type, got ${found}`);
    });
    return [...values.map(() => undefined), ...results];
  });
  return outputs;
}

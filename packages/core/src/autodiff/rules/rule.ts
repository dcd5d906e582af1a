import type { Attributes } from "../../graph/graph.js";
import type { AttributesOf, PrimitiveName } from "../../ops/table.js";
import type { Tensor } from "../../tensor.js";

/** What a gradient rule sees of the node it differentiates. */
export interface GradientContext<A extends Attributes = Attributes> {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** One for each output: the gradient of the loss with respect to it, or undefined where nothing depends on it. */
  readonly cotangents: readonly (Tensor | undefined)[];
  /** Which inputs need a gradient; work for the others may be left out. */
  readonly needs: readonly boolean[];
  readonly attributes: A;
  /** Differentiates what the rule itself has emitted, such as the body of a loop. */
  vectorJacobianProduct(
    ys: readonly Tensor[],
    cotangents: readonly (Tensor | undefined)[],
    xs: readonly Tensor[],
  ): readonly Tensor[];
}

/**
 * The gradient of a primitive: the cotangents of its inputs, each of the type of its input, as ordinary ops, so that it can
 * be differentiated again. Undefined stands for zeros.
 *
 * @example const exponential: GradientRule = ({ outputs: [y], cotangents: [dy] }) => [mul(dy!, y!)];
 */
export type GradientRule<A extends Attributes = Attributes> = (
  context: GradientContext<A>,
) => readonly (Tensor | undefined)[];

/**
 * One rule for each primitive, which knows its attributes; a forgotten one does not compile. `"flat"` says that none of the
 * gradient passes: the outputs are integers or booleans, the derivative is zero almost everywhere, or the op is there to
 * stop it.
 */
export type GradientRules = { readonly [Name in PrimitiveName]: GradientRule<AttributesOf<Name>> | "flat" };

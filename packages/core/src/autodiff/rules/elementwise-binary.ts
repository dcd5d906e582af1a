import { constantOf } from "../../graph/graph.js";
import { div, equal, less, log, mul, neg, pow, sub, where } from "../../ops/elementwise.js";
import type { Tensor } from "../../tensor.js";
import type { GradientRule, GradientRules } from "./rule.js";
import { sumTo } from "./sum-to.js";

export const elementwiseBinaryRules = {
  add: ({ inputs: [a, b], cotangents: [dy], needs }) => [
    needs[0] ? sumTo(dy!, a!.shape) : undefined,
    needs[1] ? sumTo(dy!, b!.shape) : undefined,
  ],
  sub: ({ inputs: [a, b], cotangents: [dy], needs }) => [
    needs[0] ? sumTo(dy!, a!.shape) : undefined,
    needs[1] ? neg(sumTo(dy!, b!.shape)) : undefined,
  ],
  mul({ inputs: [a, b], cotangents: [dy], needs }) {
    const da = needs[0] ? sumTo(mul(dy!, b!), a!.shape) : undefined;
    // For a square both are one tensor, computed once.
    if (a === b) return [da, da];
    return [da, needs[1] ? sumTo(mul(dy!, a!), b!.shape) : undefined];
  },
  div({ inputs: [a, b], outputs: [y], cotangents: [dy], needs }) {
    const quotient = div(dy!, b!);
    return [
      needs[0] ? sumTo(quotient, a!.shape) : undefined,
      needs[1] ? neg(sumTo(mul(quotient, y!), b!.shape)) : undefined,
    ];
  },
  pow: ({ inputs: [a, b], outputs: [y], cotangents: [dy], needs }) => [
    needs[0] ? powGradientOfBase(a!, b!, dy!) : undefined,
    // y log(a) tends to 0 where a does; without the mask it would be 0 * -Infinity.
    needs[1] ? sumTo(mul(dy!, mul(y!, log(where(equal(a!, 0), 1, a!)))), b!.shape) : undefined,
  ],
  maximum: extremum((own, other) => less(own, other)),
  minimum: extremum((own, other) => less(other, own)),
  equal: "flat",
  less: "flat",
  and: "flat",
  or: "flat",
  where: ({ inputs: [condition, a, b], cotangents: [dy], needs }) => [
    undefined,
    needs[1] ? sumTo(where(condition!, dy!, 0), a!.shape) : undefined,
    needs[2] ? sumTo(where(condition!, 0, dy!), b!.shape) : undefined,
  ],
} satisfies Partial<GradientRules>;

/** dy b a^(b-1), and 0 where b is 0. */
function powGradientOfBase(a: Tensor, b: Tensor, dy: Tensor): Tensor | undefined {
  const constant = constantOf(b.node);
  const exponent = constant?.data.length === 1 ? constant.data[0]! : undefined;
  if (exponent === 0) return undefined;
  if (exponent === 1) return sumTo(dy, a.shape);
  if (exponent === 2) return sumTo(mul(dy, mul(a, 2)), a.shape);
  if (exponent !== undefined) return sumTo(mul(dy, mul(pow(a, exponent - 1), exponent)), a.shape);
  // With base 1 in the place of a, 0 * 0^-1 does not arise, neither here nor in the gradient of this gradient.
  const base = where(equal(b, 0), 1, a);
  return sumTo(mul(dy, mul(b, pow(base, sub(b, 1)))), a.shape);
}

/** The gradient goes to the operand that wins; at a tie half of it to each, as in PyTorch. */
function extremum(loses: (own: Tensor, other: Tensor) => Tensor): GradientRule {
  return ({ inputs: [a, b], cotangents: [dy], needs }) => {
    const shared = where(equal(a!, b!), mul(dy!, 0.5), dy!);
    const part = (own: Tensor, other: Tensor) => sumTo(where(loses(own, other), 0, shared), own.shape);
    return [needs[0] ? part(a!, b!) : undefined, needs[1] ? part(b!, a!) : undefined];
  };
}

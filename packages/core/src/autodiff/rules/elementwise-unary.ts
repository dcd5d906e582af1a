import { composite } from "../../graph/composite.js";
import { cast, div, exp, less, mul, neg, sign, sub } from "../../ops/elementwise.js";
import type { GradientRules } from "./rule.js";

/** ln(2 / sqrt(pi)): as part of the exponent the factor of erf' costs no pass over memory. */
const logTwoOverRootPi = Math.log(2 / Math.sqrt(Math.PI));

/**
 * The output decides as well as the input does, so the input need not be kept for the gradient. Composite "reluGradient": what
 * compares and multiplies at once, or compares faster than ops that make a boolean, may take its place.
 */
const reluGradient = composite("reluGradient", ([dy, y]) => mul(dy!, cast(less(0, y!), "float32")));

export const elementwiseUnaryRules = {
  neg: ({ cotangents: [dy] }) => [neg(dy!)],
  abs: ({ inputs: [x], cotangents: [dy] }) => [mul(dy!, sign(x!))],
  sign: "flat",
  exp: ({ outputs: [y], cotangents: [dy] }) => [mul(dy!, y!)],
  log: ({ inputs: [x], cotangents: [dy] }) => [div(dy!, x!)],
  sqrt: ({ outputs: [y], cotangents: [dy] }) => [div(mul(dy!, 0.5), y!)],
  floor: "flat",
  tanh: ({ outputs: [y], cotangents: [dy] }) => [mul(dy!, sub(1, mul(y!, y!)))],
  sigmoid: ({ outputs: [y], cotangents: [dy] }) => [mul(mul(dy!, y!), sub(1, y!))],
  relu: ({ outputs: [y], cotangents: [dy] }) => [reluGradient([dy!, y!], {})],
  erf: ({ inputs: [x], cotangents: [dy] }) => [mul(dy!, exp(sub(logTwoOverRootPi, mul(x!, x!))))],
  not: "flat",
  // Integers and booleans carry no gradient, neither as input nor as output.
  cast: ({ inputs: [x], cotangents: [dy], attributes: { to } }) => [
    x!.dtype === "float32" && to === "float32" ? dy : undefined,
  ],
} satisfies Partial<GradientRules>;

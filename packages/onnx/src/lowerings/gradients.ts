import type { Lowering } from "../lowering.js";
import { float, type Value } from "../values.js";

/**
 * A hard sigmoid so steep that it is 0 at 0 and 1 at every number of float32 above it, but for the denormal ones below 2⁻¹²⁷: one
 * pass where a comparison and the cast of its booleans are two.
 */
export const reluGradient: Lowering = (context) => {
  const [dy, y] = context.inputs() as [Value, Value];
  const isPositive = context.emit("HardSigmoid", [y], { alpha: float(2 ** 127), beta: float(0) }, y);
  return context.emit("Mul", [dy, isPositive]);
};

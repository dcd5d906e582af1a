import { stretched, type AttributesOf, type CompositeLowering } from "../lowering.js";
import type { Plan, Value } from "../plan.js";
import { nativePool, overhangs } from "./pooling.js";
import { joined, padded, part, sliced } from "./shape.js";

/**
 * Where windows tile x and all average equally many elements, each hands its share to all of them: a product with a plane
 * of shares that stretches it.
 */
export const averagePoolGradient: CompositeLowering = (context) => {
  const { plan } = context;
  const { kernel, strides, padding, ceilMode } = context.attributes as AttributesOf<"averagePool">;
  const isTiling = kernel.length === 2 && kernel.every((size, axis) => size === strides[axis]);
  if (!isTiling || ceilMode || padding.flat().some((count) => count !== 0)) return undefined;
  const [batch, channels, height, width] = context.type().shape as [number, number, number, number];
  const [rows, columns] = kernel as [number, number];
  const dy = context.channelsLast(0);
  const [, h, w] = dy.shape as [number, number, number];
  const apart = plan.reshape(dy, [batch, h, 1, w, 1, channels]);
  const shares = stretched(plan, apart, [1, 1, rows, 1, columns, 1], 1 / (rows * columns));
  const whole = plan.reshape(shares, [batch, h * rows, w * columns, channels]);
  return {
    channelsLast: padded(plan, whole, [
      [0, 0],
      [0, height - h * rows],
      [0, width - w * columns],
      [0, 0],
    ]),
  };
};

/** The maxima are found again from the input of the pool, so that its switches need not be known. */
export const maxPoolGradient: CompositeLowering = (context) => {
  const { plan, node } = context;
  const pool = nativePool(node, plan.host.device);
  if (pool === undefined) return undefined;
  const attributes = context.attributes as AttributesOf<"maxPool">;
  const dy = context.channelsLast(1);
  const [input, output] = [pool.x, pool.values].map((tensor) => context.channelsLastOf(tensor)) as [Value, Value];
  if (plan.host.device === "wasm")
    return { channelsLast: tiledGradient(plan, { dy, input, output }, attributes.kernel) };
  const over = overhangs(attributes, pool.x.shape.slice(2) as number[], node.inputs[1]!.shape.slice(2) as number[]);
  const pad = [[0, 0], ...attributes.padding.map(([before, after], axis) => [before, after + over[axis]!]), [0, 0]];
  const call = {
    filterSize: [...attributes.kernel],
    strides: [...attributes.strides],
    pad,
    dimRoundingMode: undefined,
  };
  return { channelsLast: plan.call("MaxPoolGrad", { dy, input, output }, call, input) };
};

/**
 * For windows that tile x. With the taps of all windows side by side, each passes the gradient on where it is the maximum
 * and none before it was: sums and products alone, which wasm computes ten times faster than comparisons.
 */
function tiledGradient(
  plan: Plan,
  { dy, input, output }: Readonly<Record<"dy" | "input" | "output", Value>>,
  [rows, columns]: readonly number[],
): Value {
  const [batch, height, width, channels] = input.shape as [number, number, number, number];
  const [, h, w] = dy.shape as [number, number, number];
  const covered = sliced(plan, input, [0, 0, 0, 0], [batch, h * rows!, w * columns!, channels]);
  const windows = plan.reshape(covered, [batch, h, rows!, w, columns!, channels]);
  const taps = plan.transpose(windows, [2, 4, 0, 1, 3, 5]);
  const count = rows! * columns!;
  const flat = plan.reshape(taps, [count, ...dy.shape]);
  const binary = (kernel: string, a: Value, b: Value) => plan.call(kernel, { a, b }, {}, dy);
  let open = dy;
  const shares = Array.from({ length: count }, (_, tap) => {
    const value = plan.reshape(part(plan, flat, 0, tap, 1), dy.shape);
    const isLess = plan.call("Step", { x: binary("Sub", output, value) }, { alpha: 0 }, dy);
    const passedOn = binary("Multiply", open, isLess);
    const share = binary("Sub", open, passedOn);
    open = passedOn;
    return plan.reshape(share, [1, ...dy.shape]);
  });
  const all = plan.reshape(joined(plan, shares, 0, flat.shape), taps.shape);
  const whole = plan.reshape(plan.transpose(all, [2, 3, 0, 4, 1, 5]), covered.shape);
  return padded(plan, whole, [
    [0, 0],
    [0, height - covered.shape[1]!],
    [0, width - covered.shape[2]!],
    [0, 0],
  ]);
}

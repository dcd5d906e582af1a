import { add, cast, div, floor, maximum, sub } from "../ops/elementwise.js";
import { checkOptions } from "../check-options.js";
import { check } from "../errors.js";
import { describeType, type Tensor } from "../tensor.js";

/** The window of a convolution or pooling along the time, as the layer was given it. */
export interface WindowAlongTime {
  readonly kernel: number;
  /** Default 1. */
  readonly stride?: number;
  /** Steps of zeros before and behind. Default 0. */
  readonly padding?: number;
  /** Default 1. */
  readonly dilation?: number;
}

/**
 * How many steps of each padded sequence are real behind a convolution or pooling along the time: int32 `[N]` gives int32
 * `[N]`. A sequence that is shorter than the window has none.
 *
 * Formula: `⌊(length + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1`
 *
 * Useful for: losses and layers that must know where padding begins, such as CTC, when a network reads fewer steps than there
 * were.
 *
 * @example lengthsAfter(lengths, { kernel: 5, stride: 2, padding: 2 })   // 7 and 8 become 4
 */
export function lengthsAfter(lengths: Tensor, window: WindowAlongTime): Tensor {
  checkOptions("lengthsAfter", window, { kernel: true, stride: true, padding: true, dilation: true });
  const { kernel, stride = 1, padding = 0, dilation = 1 } = window;
  check(lengths.dtype === "int32", () => `lengthsAfter expects int32 lengths, got ${describeType(lengths)}`);
  for (const [name, value, least] of [
    ["kernel", kernel, 1],
    ["stride", stride, 1],
    ["dilation", dilation, 1],
    ["padding", padding, 0],
  ] as const) {
    check(
      Number.isInteger(value) && value >= least,
      () => `lengthsAfter: ${name} must be a whole number of at least ${least}, got ${value}`,
    );
  }
  const positions = sub(cast(lengths, "float32"), dilation * (kernel - 1) + 1 - 2 * padding);
  return cast(maximum(add(floor(div(positions, stride)), 1), 0), "int32");
}

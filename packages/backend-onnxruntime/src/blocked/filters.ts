import { sizeOf } from "@blockzoo/core";
import type { LoweringContext, Value } from "@blockzoo/onnx";
import type { BlockedLayout } from "./layout.js";
import { moved, padded, reshaped } from "./moves.js";

/**
 * Filters as convolutions in blocks take them, `[O/c, I/c, H, W, c of I, c of O]`. Where a filter is trained its blocks are
 * made in every step. ReorderInput brings channels inside, and what remains is moved in runs of a block: element by element, a
 * Transpose of 512 channels would take longer than the convolution.
 */
export class BlockedFilters {
  readonly #layout: BlockedLayout;
  readonly #forward = new Map<Value, Value>();
  readonly #adjoint = new Map<Value, Value>();

  constructor(layout: BlockedLayout) {
    this.#layout = layout;
  }

  /** Of a weight `[O,I,H,W]`. With fewer input channels than a block has they are read as planes, and stand apart. */
  forward(context: LoweringContext, weight: Value): Value {
    return remembered(this.#forward, weight, () => {
      const { block } = this.#layout;
      const [outputs, inputs, ...kernel] = weight.shape as [number, number, ...number[]];
      const taps = sizeOf(kernel);
      const areBlocks = inputs >= block;
      const all = areBlocks ? this.#layout.filled(inputs) : inputs;
      const rows = padded(context, weight, [outputs, all, ...kernel]);
      const blocks = this.#layout.reordered(context, reshaped(context, rows, [1, outputs, all, taps]));
      const shape = [blocks.shape[1] as number, all, ...kernel];
      if (!areBlocks || taps === 1) return reshaped(context, blocks, shape);
      const apart = [(shape[0]! * all) / block ** 2, block, taps, block];
      return reshaped(context, moved(context, reshaped(context, blocks, apart), [0, 2, 1, 3]), shape);
    });
  }

  /** Of the adjoint `[I,O,H,W]` of a weight `[O,I,H,W]`, which has its taps the other way round. */
  adjoint(context: LoweringContext, weight: Value): Value {
    return remembered(this.#adjoint, weight, () => {
      const { block } = this.#layout;
      const [outputs, inputs, ...kernel] = weight.shape as [number, number, ...number[]];
      const taps = sizeOf(kernel);
      const [rows, columns] = [this.#layout.filled(outputs), this.#layout.filled(inputs)];
      const whole = padded(context, weight, [rows, inputs, ...kernel]);
      const blocks = this.#layout.reordered(context, whole);
      const apart = reshaped(context, blocks, [rows / block, block, columns / block, taps, block]);
      const swapped = moved(context, apart, [2, 0, 3, 1, 4]);
      return reshaped(context, taps === 1 ? swapped : backwards(context, swapped), [columns, rows, ...kernel]);
    });
  }
}

/** Axis 2 the other way round. */
function backwards(context: LoweringContext, value: Value): Value {
  const last = (value.shape[2] as number) - 1;
  const order = context.integers(Array.from({ length: last + 1 }, (_, tap) => last - tap));
  return context.emit("Gather", [value, order], { axis: 2 }, value);
}

function remembered(known: Map<Value, Value>, key: Value, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

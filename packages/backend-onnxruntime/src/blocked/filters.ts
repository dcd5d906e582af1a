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
  readonly #transposed = new Map<Value, Value>();

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

  /**
   * Of the adjoint `[I,O,...]` of a weight `[O,I,H,W]`.
   *
   * @param taps of the weight, along H and along W, in the order that the adjoint has them in: all of them backwards, or some
   */
  adjoint(context: LoweringContext, weight: Value, taps: readonly (readonly number[])[]): Value {
    const { block } = this.#layout;
    const [outputs, inputs, ...kernel] = weight.shape as [number, number, ...number[]];
    const [rows, columns] = [this.#layout.filled(outputs), this.#layout.filled(inputs)];
    const transposed = remembered(this.#transposed, weight, () => {
      const blocks = this.#layout.reordered(context, padded(context, weight, [rows, inputs, ...kernel]));
      const apart = [rows / block, block, columns / block, sizeOf(kernel), block];
      return moved(context, reshaped(context, blocks, apart), [2, 0, 3, 1, 4]);
    });
    const [down, across] = taps as readonly [readonly number[], readonly number[]];
    const order = down.flatMap((row) => across.map((column) => row * kernel[1]! + column));
    const picked = sizeOf(kernel) === 1 ? transposed : gathered(context, transposed, order);
    return reshaped(context, picked, [columns, rows, down.length, across.length]);
  }
}

/** Of axis 2 the places that are listed. */
function gathered(context: LoweringContext, value: Value, places: readonly number[]): Value {
  const type = { dtype: value.dtype, shape: value.shape.with(2, places.length) };
  return context.emit("Gather", [value, context.integers(places)], { axis: 2 }, type);
}

function remembered(known: Map<Value, Value>, key: Value, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

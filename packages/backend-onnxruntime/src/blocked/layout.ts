import type { Tensor } from "@blockzoo/core";
import type { LoweredOutput, LoweringContext, Value } from "@blockzoo/onnx";
import { padded } from "./moves.js";
import { blockedOperators } from "./operators.js";

/**
 * Which tensors of a model there are in blocks too. Both forms are written when something first asks for them, and once: a
 * value that is made in blocks and read in blocks never is anything else.
 */
export class BlockedLayout {
  readonly #forms = new Map<Tensor | Value, Value>();

  constructor(
    /** Channels of a block: 8 or 16. */
    readonly block: number,
  ) {}

  /** A number of channels with those that fill up its last block. They hold zeros. */
  filled(channels: number): number {
    return Math.ceil(channels / this.block) * this.block;
  }

  /** An input of a node, `[N,C,H,W]` of numbers, in blocks. */
  input(context: LoweringContext, index: number): Value {
    const tensor = context.node.inputs[index]!;
    const known = this.#forms.get(tensor);
    if (known !== undefined) return known;
    const value = context.input(index);
    return this.#forms.get(value) ?? this.#remember(value, this.reordered(context, value));
  }

  /** The output of a node whose blocks were written. */
  output(context: LoweringContext, blocks: Value): LoweredOutput {
    const { output } = context;
    this.#forms.set(output, blocks);
    return () => {
      const value = this.plain(context, blocks, output.shape[1] as number);
      this.#remember(value, blocks);
      return value;
    };
  }

  /** Four axes, the second one in blocks. The runtime takes channels in fours. */
  reordered(context: LoweringContext, value: Value): Value {
    const [batch, channels, ...sizes] = value.shape as readonly [number, number, ...number[]];
    const whole = padded(context, value, [batch, Math.ceil(channels / 4) * 4, ...sizes]);
    const shape = [batch, this.filled(channels), ...sizes];
    return context.emit(blockedOperators.reorderInput, [whole], {}, { dtype: "float32", shape });
  }

  /** The other way, without the channels that fill up the last block. */
  plain(context: LoweringContext, blocks: Value, channels: number): Value {
    const [batch, , ...sizes] = blocks.shape as readonly number[];
    const type = { dtype: "float32", shape: [batch!, channels, ...sizes] } as const;
    return context.emit(blockedOperators.reorderOutput, [blocks], { channels }, type);
  }

  #remember(value: Value, blocks: Value): Value {
    this.#forms.set(value, blocks);
    return blocks;
  }
}

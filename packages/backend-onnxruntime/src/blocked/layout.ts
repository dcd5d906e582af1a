import { sizeOf, type Tensor } from "@blockzoo/core";
import type { LoweredOutput, LoweringContext, Value } from "@blockzoo/onnx";
import { padded } from "./moves.js";
import { blockedOperators } from "./operators.js";

/**
 * Which tensors of a model there are in blocks too. Both forms are written when something first asks for them, and once: a
 * value that is made in blocks and read in blocks never is anything else. The channels of a single place lie as they do in blocks,
 * unless some fill them up: filters without taps, and what a network has of a whole image, are not moved.
 */
export class BlockedLayout {
  readonly #forms = new Map<Tensor | Value, Value>();
  /** What is in blocks alone. */
  readonly #unread = new Set<Tensor>();

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
    const known = this.known(context, index);
    if (known !== undefined) return known;
    const value = context.input(index);
    return this.#remember(value, this.reordered(context, value));
  }

  /** The blocks of an input of a node, if there are any by now. */
  known(context: LoweringContext, index: number): Value | undefined {
    // The body of a loop has its own values.
    if (context.emitter.scope.parent !== undefined) return undefined;
    return this.#forms.get(context.node.inputs[index]!) ?? this.#forms.get(context.input(index));
  }

  /**
   * All inputs of a node in blocks, where all are known, and where one is in blocks alone: then the others are reordered rather
   * than that one.
   */
  together(context: LoweringContext): Value[] | undefined {
    const { inputs } = context.node;
    const known = inputs.map((_, index) => this.known(context, index));
    if (known.every((each) => each !== undefined)) return known;
    const isDrawn = context.emitter.scope.parent === undefined && inputs.some((input) => this.#unread.has(input));
    return isDrawn ? inputs.map((_, index) => this.input(context, index)) : undefined;
  }

  /** The output of a node whose blocks were written. */
  output(context: LoweringContext, blocks: Value): LoweredOutput {
    const output = context.node.outputs[0]!;
    this.#forms.set(output, blocks);
    this.#unread.add(output);
    return () => {
      this.#unread.delete(output);
      const value = this.plain(context, blocks, output.shape[1] as number);
      this.#remember(value, blocks);
      return value;
    };
  }

  /** Four axes, the second one in blocks. The runtime takes channels in fours. */
  reordered(context: LoweringContext, value: Value): Value {
    const [batch, channels, ...sizes] = value.shape as readonly [number, number, ...number[]];
    if (sizeOf(sizes) === 1 && channels % this.block === 0) return value;
    const whole = padded(context, value, [batch, Math.ceil(channels / 4) * 4, ...sizes]);
    const shape = [batch, this.filled(channels), ...sizes];
    return context.emit(blockedOperators.reorderInput, [whole], {}, { dtype: "float32", shape });
  }

  /** The other way, without the channels that fill up the last block. */
  plain(context: LoweringContext, blocks: Value, channels: number): Value {
    const [batch, filled, ...sizes] = blocks.shape as readonly number[];
    if (sizeOf(sizes) === 1 && channels === filled) return blocks;
    const type = { dtype: "float32", shape: [batch!, channels, ...sizes] } as const;
    return context.emit(blockedOperators.reorderOutput, [blocks], { channels }, type);
  }

  #remember(value: Value, blocks: Value): Value {
    this.#forms.set(value, blocks);
    return blocks;
  }
}

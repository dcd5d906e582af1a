/**
 * What all networks here have in common: an encoder that reads a sequence, and a decoder that says another, token by token.
 *
 * Notation: N sources of S tokens, lengths int32 [N] of which are real; N targets of T tokens, V of which there are.
 */
import { Block, float32, int32, ndarray, type Feeds, type Tensor, type TensorType } from "@blockzoo/core";
import type { GraphDefinition } from "@blockzoo/family";

/** Tensors by name. */
export type Named = Readonly<Record<string, Tensor>>;

/** What a decoder says: logits [N, V, T], what it carries on and, where it attends, `attention` [N, T, S]. */
export type Decoded = Named & { readonly logits: Tensor };

/**
 * A network in two computations, which share their weights. `encode` reads the source; `decode` reads the tokens that stand
 * before each token of the target, T of them or one, and says what comes next. A decoder that is given back what it
 * returned under the same names goes on where it was: T steps of one token give what one of T tokens gives.
 *
 * @example
 * const { logits } = network.forward(source, sourceLengths, tokens);   // <begin> a b  in,  a b <end>  is to be said
 * crossEntropy(logits, next, { mask: lengthMask(lengths, next.shape[1]!) });
 */
export abstract class Seq2Seq extends Block {
  /** The types of what `decode` is given behind the tokens, in the order of its arguments: from `encode`, and of the step before. */
  abstract given(): Readonly<Record<string, TensorType>>;

  /** Reads source int32 [N, S]. */
  abstract encode(source: Tensor, sourceLengths: Tensor): Named;

  /** Reads tokens int32 [N, T]. */
  abstract decode(tokens: Tensor, ...given: Tensor[]): Decoded;

  /** Teacher forcing: what is said next behind each of the tokens, whatever was said before. */
  forward(source: Tensor, sourceLengths: Tensor, tokens: Tensor): Decoded {
    const known: Named = { sourceLengths, ...this.encode(source, sourceLengths) };
    return this.decode(tokens, ...Object.keys(this.given()).map((name) => known[name]!));
  }
}

/** The two graphs of such a network. */
export function seq2seqGraphs(network: Seq2Seq): Readonly<Record<"encode" | "decode", GraphDefinition>> {
  const [output] = Object.keys(network.given());
  return {
    encode: { input: { source: int32("N", "S"), sourceLengths: int32("N") }, output: output!, example: unequalLengths },
    decode: { input: { tokens: int32("N", "T"), ...network.given() }, output: "logits", example: unequalLengths },
  };
}

/** The last source fills the batch, the others are shorter. */
function unequalLengths({ source, memory, keys, sourceLengths }: Feeds): Feeds {
  if (sourceLengths === undefined) return {};
  const [samples] = sourceLengths.shape as [number];
  const places = source?.shape[1] ?? (memory ?? keys)!.shape.at(-2)!;
  return {
    sourceLengths: ndarray(Int32Array.from({ length: samples }, (_, at) => Math.ceil((places * (at + 1)) / samples))),
  };
}

/** The type of the state of a recurrent net: one for each layer. */
export const stateType = (layers: number, hidden: number): TensorType => float32(layers, "N", hidden);

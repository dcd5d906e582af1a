import type { Variant } from "@blockzoo/family";
import { tensors } from "@blockzoo/tasks/tensors";
import { BahdanauSeq2Seq } from "./bahdanau.js";
import { EncoderDecoder } from "./encoder-decoder.js";
import { LuongSeq2Seq } from "./luong.js";
import { seq2seqGraphs, type Seq2Seq } from "./seq2seq.js";

/** Twelve symbols, and those that pad, begin and end. */
const reversal = { sourceTokens: 15, targetTokens: 15, embeddingSize: 64, hiddenSize: 64 };

const task = tensors("encode");

function network(create: () => Seq2Seq) {
  return { create, task, graphs: seq2seqGraphs(create()) };
}

/** Parameters are counted by hand: g n (m + n + 2) for g rows of gates, n units and m inputs, with two biases as PyTorch has. */
export const variants = {
  "gru-reversal": {
    summary: "says a sequence backwards, GRUs of 64 units without attention: a fixed vector holds all",
    ...network(() => new EncoderDecoder({ ...reversal, cell: "gru" })),
    params: 2 * 15 * 64 + 2 * 3 * 64 * 130 + 65 * 15,
  },
  "bahdanau-reversal": {
    summary: "says a sequence backwards, GRUs of 64 units with additive attention and a maxout readout",
    ...network(() => new BahdanauSeq2Seq(reversal)),
    params:
      2 * 15 * 64 +
      3 * 3 * 64 * 130 +
      65 * 64 +
      64 * (64 + 128 + 1) +
      3 * 64 * 128 +
      64 * (64 + 64 + 128 + 1) +
      33 * 15,
  },
  "luong-reversal": {
    summary: "says a sequence backwards, LSTMs of 64 units with multiplicative attention",
    ...network(() => new LuongSeq2Seq(reversal)),
    params: 2 * 15 * 64 + 2 * 4 * 64 * 130 + 64 * 64 + 64 * 128 + 65 * 15,
  },
} as const satisfies Readonly<Record<string, Variant>>;

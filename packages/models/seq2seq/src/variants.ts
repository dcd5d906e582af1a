import type { Variant } from "@blockzoo/family";
import { translation, type Languages } from "@blockzoo/tasks/translation";
import { BahdanauSeq2Seq } from "./bahdanau.js";
import { EncoderDecoder } from "./encoder-decoder.js";
import { GNMT } from "./gnmt.js";
import { twelveLetters } from "./letters.js";
import { LuongSeq2Seq } from "./luong.js";
import { seq2seqGraphs, type Seq2Seq } from "./seq2seq.js";
import { spanishEnglish } from "./spanish-english.js";

/** How many tokens there are on each side. */
interface Tokens {
  readonly sourceTokens: number;
  readonly targetTokens: number;
}

interface Design {
  readonly create: (tokens: Tokens) => Seq2Seq;
  readonly params: (tokens: Tokens) => number;
}

function tokensOf({ source, target }: Languages): Tokens {
  return { sourceTokens: source.tokens.length, targetTokens: target.tokens.length };
}

/** A network of so many tokens, which may have others. */
function network(tokens: Tokens, { create, params }: Design) {
  const sized = (own: Tokens) => ({
    create: () => create(own),
    graphs: seq2seqGraphs(create(own)),
    params: params(own),
  });
  return { task: translation(), sizedFor: (languages: Languages) => sized(tokensOf(languages)), ...sized(tokens) };
}

/** A network for languages. */
function translator(languages: Languages, design: Design) {
  return { meaning: languages, ...network(tokensOf(languages), design) };
}

/** Parameters of recurrent layers: g n (m + n + 2) for g rows of gates, n units and m inputs, with two biases as PyTorch has. */
const lstm = (inputs: number, units: number) => 4 * units * (inputs + units + 2);
const gru = (inputs: number, units: number) => 3 * units * (inputs + units + 2);

/** Embeddings of size e, and a linear layer from r to all tokens of the target. */
const tokensParams = ({ sourceTokens, targetTokens }: Tokens, e: number, r: number) =>
  e * (sourceTokens + targetTokens) + (r + 1) * targetTokens;

/** Embeddings e, units n, and those of the readout, r: recurrent layers, W_s, attention, C, the readout. */
const bahdanauParams = (tokens: Tokens, { e, n, r }: { readonly e: number; readonly n: number; readonly r: number }) =>
  tokensParams(tokens, e, r) + 3 * gru(e, n) + n * (n + 1) + n * (3 * n + 1) + 6 * n * n + 2 * r * (e + 3 * n + 1);

/** Embeddings e, units n: one layer on each side, W_c, and what the score has. */
const luongParams = (
  tokens: Tokens,
  { e, n, score }: { readonly e: number; readonly n: number; readonly score: number },
) => tokensParams(tokens, e, n) + 2 * lstm(e, n) + 2 * n * n + score;

/** L layers of n units: the encoder's first in both directions, its second on both; attention and C; the decoder's on [x; a]. */
const gnmtParams = (tokens: Tokens, { n, layers }: { readonly n: number; readonly layers: number }) =>
  tokensParams(tokens, n, n) +
  (2 * lstm(n, n) + lstm(2 * n, n) + (layers - 2) * lstm(n, n)) +
  (2 * n * n + n + 4 * n * n + lstm(n, n) + (layers - 1) * lstm(2 * n, n));

/** The sizes of a translator below 2 MB in half precision. */
export function translatorSizes(languages: Languages) {
  return { ...tokensOf(languages), embeddingSize: 128, hiddenSize: 160 };
}

const small = { embeddingSize: 64, hiddenSize: 64 };
const [e, n] = [64, 64];

export const variants = {
  "gru-reversal": {
    summary: "says twelve letters backwards, GRUs of 64 units without attention: a fixed vector holds all",
    ...translator(twelveLetters, {
      create: (tokens) => new EncoderDecoder({ ...tokens, ...small, cell: "gru" }),
      params: (tokens) => tokensParams(tokens, e, n) + 2 * gru(e, n),
    }),
  },
  "lstm-reversal": {
    summary: "the same with two LSTMs on each side, which read the source from its end",
    ...translator(twelveLetters, {
      create: (tokens) => new EncoderDecoder({ ...tokens, ...small, layers: 2, reverseSource: true }),
      params: (tokens) => tokensParams(tokens, e, n) + 2 * (lstm(e, n) + lstm(n, n)),
    }),
  },
  "bahdanau-reversal": {
    summary: "says twelve letters backwards, GRUs of 64 units with additive attention and a maxout readout",
    ...translator(twelveLetters, {
      create: (tokens) => new BahdanauSeq2Seq({ ...tokens, ...small }),
      params: (tokens) => bahdanauParams(tokens, { e, n, r: 32 }),
    }),
  },
  "luong-reversal": {
    summary: "the same with LSTMs of 64 units, which read from the end, and multiplicative attention",
    ...translator(twelveLetters, {
      create: (tokens) => new LuongSeq2Seq({ ...tokens, ...small, reverseSource: true }),
      params: (tokens) => luongParams(tokens, { e, n, score: n * n }),
    }),
  },
  "luong-feeding-reversal": {
    summary: "the same with two layers, additive scores, and a decoder that is told what it attended to",
    ...translator(twelveLetters, {
      create: (tokens) => new LuongSeq2Seq({ ...tokens, ...small, layers: 2, score: "concat", inputFeeding: true }),
      params: (tokens) => luongParams(tokens, { e, n, score: 2 * n * n + n }) + 2 * lstm(n, n) + 4 * n * n,
    }),
  },
  "luong-heads-reversal": {
    summary: "the same with attention by four heads",
    ...translator(twelveLetters, {
      create: (tokens) => new LuongSeq2Seq({ ...tokens, ...small, score: "heads" }),
      params: (tokens) => luongParams(tokens, { e, n, score: 4 * n * (n + 1) }),
    }),
  },
  "luong-hard-reversal": {
    summary: "the same with hard attention: one place of the source for each letter",
    ...translator(twelveLetters, {
      create: (tokens) => new LuongSeq2Seq({ ...tokens, ...small, selection: "hard" }),
      params: (tokens) => luongParams(tokens, { e, n, score: n * n }),
    }),
  },
  "bahdanau-2015": {
    summary: "RNNsearch at the size of the paper, for 30,000 words of each language",
    ...network(
      { sourceTokens: 30_000, targetTokens: 30_000 },
      {
        create: (tokens) => new BahdanauSeq2Seq({ ...tokens, embeddingSize: 620, hiddenSize: 1000 }),
        params: (tokens) => bahdanauParams(tokens, { e: 620, n: 1000, r: 500 }),
      },
    ),
  },
  "gnmt-2016": {
    summary: "GNMT at the size of the paper, 8 and 8 layers of 1024 units, for 32,000 wordpieces",
    ...network(
      { sourceTokens: 32_000, targetTokens: 32_000 },
      {
        create: (tokens) => new GNMT(tokens),
        params: (tokens) => gnmtParams(tokens, { n: 1024, layers: 8 }),
      },
    ),
  },
  "gnmt-reversal": {
    summary: "says twelve letters backwards, six layers of 64 units on each side with sums around them",
    ...translator(twelveLetters, {
      create: (tokens) => new GNMT({ ...tokens, hiddenSize: n, layers: 6 }),
      params: (tokens) => gnmtParams(tokens, { n, layers: 6 }),
    }),
  },
  "luong-translator": {
    summary: "Spanish to English in wordpieces, LSTMs of 160 units with multiplicative attention",
    ...translator(spanishEnglish, {
      create: (tokens) => new LuongSeq2Seq({ ...translatorSizes(spanishEnglish), ...tokens }),
      params: (tokens) => luongParams(tokens, { e: 128, n: 160, score: 160 * 160 }),
    }),
  },
} as const satisfies Readonly<Record<string, Variant>>;

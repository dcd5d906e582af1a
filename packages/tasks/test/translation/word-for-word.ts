import {
  add,
  Block,
  cast,
  Embedding,
  equal,
  expand,
  float32,
  int32,
  iota,
  lengthMask,
  matMul,
  mul,
  ndarray,
  reduceSum,
  transpose,
  unsqueeze,
  type Feeds,
  type Tensor,
} from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";
import { translation, type Languages } from "@blockzoo/tasks/translation";

/** Translates word for word: looks at one token of the source after the other, and says what a table has for it. */
export class WordForWord extends Block {
  readonly table: Embedding;

  constructor(sourceTokens: number, targetTokens: number) {
    super();
    this.table = new Embedding(sourceTokens, targetTokens);
  }

  encode(source: Tensor, sourceLengths: Tensor) {
    const real = unsqueeze(lengthMask(sourceLengths, source.shape[1]!), [2]);
    return { memory: mul(this.table.forward(source), real), at: expand(0, [source.shape[0]!]) };
  }

  decode(tokens: Tensor, memory: Tensor, at: Tensor) {
    const ones = cast(equal(tokens, tokens), "float32");
    // The place that each step looks at, [N, T, 1].
    const place = unsqueeze(add(unsqueeze(at, [1]), cast(iota(tokens.shape[1]!), "float32")), [2]);
    const attention = cast(equal(cast(iota(memory.shape[1]!), "float32"), place), "float32");
    const logits = transpose(matMul(attention, memory), [0, 2, 1]);
    return { logits, attention, at: add(at, reduceSum(ones, { axes: [1] })) };
  }

  forward(source: Tensor, sourceLengths: Tensor, tokens: Tensor) {
    const { memory, at } = this.encode(source, sourceLengths);
    return this.decode(tokens, memory, at);
  }
}

/** Such a network for vocabularies of these sizes. */
export function wordForWord(sourceTokens: number, targetTokens: number) {
  return {
    summary: "",
    task: translation(),
    ...sized(sourceTokens, targetTokens),
    sizedFor: ({ source, target }: Languages) => sized(source.tokens.length, target.tokens.length),
  } satisfies Variant;
}

function sized(sourceTokens: number, targetTokens: number) {
  return {
    create: () => new WordForWord(sourceTokens, targetTokens),
    graphs: {
      encode: {
        input: { source: int32("N", "S"), sourceLengths: int32("N") },
        output: "memory",
        example: risingLengths,
      },
      decode: {
        input: { tokens: int32("N", "T"), memory: float32("N", "S", targetTokens), at: float32("N") },
        output: "logits",
      },
    },
    params: sourceTokens * targetTokens,
  };
}

/** One place, two, three ... */
function risingLengths({ source }: Feeds): Feeds {
  const [samples, places] = source!.shape as [number, number];
  return { sourceLengths: ndarray(Int32Array.from({ length: samples }, (_, row) => Math.min(row + 1, places))) };
}

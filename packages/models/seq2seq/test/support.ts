import {
  ndarray,
  RandomStream,
  referenceBackend,
  stateOf,
  trace,
  type Block,
  type NDArray,
  type Structure,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import { BahdanauSeq2Seq, EncoderDecoder, GNMT, LuongSeq2Seq, type Seq2Seq } from "../src/index.js";

const sizes = { sourceTokens: 7, targetTokens: 6, embeddingSize: 3, hiddenSize: 4 };

/** One small network of each kind. */
export const networks: Readonly<Record<string, () => Seq2Seq>> = {
  "GRU without attention": () => new EncoderDecoder({ ...sizes, cell: "gru" }),
  "two LSTMs, reversed source": () => new EncoderDecoder({ ...sizes, layers: 2, reverseSource: true }),
  Bahdanau: () => new BahdanauSeq2Seq({ ...sizes, attentionSize: 5, readoutSize: 3 }),
  "Luong, dot": () => new LuongSeq2Seq({ ...sizes, score: "dot" }),
  "Luong, general, two layers, reversed source": () =>
    new LuongSeq2Seq({ ...sizes, score: "general", layers: 2, reverseSource: true }),
  "Luong, concat": () => new LuongSeq2Seq({ ...sizes, score: "concat" }),
  "Luong, heads": () => new LuongSeq2Seq({ ...sizes, score: "heads", heads: 2 }),
  "Luong, input feeding, two layers": () => new LuongSeq2Seq({ ...sizes, inputFeeding: true, layers: 2 }),
  "Luong, hard": () => new LuongSeq2Seq({ ...sizes, selection: "hard" }),
  "GNMT of four layers": () => new GNMT({ ...sizes, layers: 4 }),
};

/** Which of them look back. */
export const attending = Object.keys(networks).filter((name) => /^(Bahdanau|Luong|GNMT)/.test(name));

export const backend = referenceBackend({ float64: true });

/** Weights from -1 to 1, the same for the same name: larger than first ones, so that mistakes show. */
export function drawn(model: Block): Map<string, NDArray> {
  return new Map(
    stateOf(model).map(({ name, value: { shape } }) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return [name, ndarray(new RandomStream(5, name).fillUniform(new Float32Array(size), -1, 1), [...shape])];
    }),
  );
}

export type Values = Readonly<Record<string, NDArray>>;

/** What a computation gives on the float64 reference, by paths; inputs have the types of the values that are fed. */
export async function run(
  model: Block,
  compute: (inputs: Readonly<Record<string, Tensor>>) => Structure<Tensor>,
  feeds: Values,
  { weights = drawn(model), mode = "eval" }: { weights?: Map<string, NDArray>; mode?: "train" | "eval" } = {},
): Promise<Values> {
  const types = Object.fromEntries(
    Object.entries(feeds).map(([name, { dtype, shape }]): [string, TensorType] => [name, { dtype, shape }]),
  );
  const executable = await backend.compile(trace(compute as never, types, { model, mode }), { weights });
  return (await executable.run(feeds, { step: 0 })).outputs;
}

export const tokens = (rows: readonly (readonly number[])[]) =>
  ndarray(Int32Array.from(rows.flat()), [rows.length, rows[0]!.length]);
export const lengths = (...values: number[]) => ndarray(Int32Array.from(values));

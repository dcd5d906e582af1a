// What the network that writes says, step by step and at once; with LSTMs and GRUs, one-hot vectors and embeddings.
import {
  initialize,
  int32,
  float32,
  ndarray,
  referenceBackend,
  trace,
  type NDArray,
  type StateDict,
} from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { CharacterModel, rnn, type CharacterModelOptions } from "../src/index.js";

const [characters, hidden, rows] = [5, 4, 2];
const text = ndarray(Int32Array.of(0, 3, 1, 4, 2, 2, 0, 1), [rows, 4]);

type Outputs = Readonly<Record<string, NDArray>>;

/** Runs tokens [N, T], after a state or from nothing. */
async function run(
  options: Omit<CharacterModelOptions, "characters" | "hidden">,
  weights: StateDict | undefined,
  tokens: NDArray,
  state: Outputs = {},
): Promise<Outputs> {
  const model = new CharacterModel({ characters, hidden, ...options });
  const types = Object.fromEntries(Object.entries(state).map(([name, { shape }]) => [name, float32(...shape)]));
  const graph = trace(
    (inputs) => {
      const { tokens: given, h, c } = inputs as Record<"tokens" | "h" | "c", never>;
      return model.forward(given, h, c);
    },
    { tokens: int32(...tokens.shape), ...types },
    { model },
  );
  const executable = await referenceBackend().compile(graph, { weights: weights ?? initialize(model, { seed: 1 }) });
  return (await executable.run({ tokens, ...state })).outputs;
}

/** One step of every row. */
const column = (at: number) => ndarray(Int32Array.of(text.data[at]!, text.data[4 + at]!), [rows, 1]);

describe("a network that writes", () => {
  it.each<[string, Omit<CharacterModelOptions, "characters" | "hidden">]>([
    ["an LSTM", {}],
    ["two GRUs", { cell: "gru", layers: 2 }],
    ["two LSTMs on an embedding, with dropout that is off", { layers: 2, embedding: 3, dropout: 0.5 }],
  ])("says step by step what it says at once: %s", async (_, options) => {
    const whole = await run(options, undefined, text);
    expect(whole["logits"]!.shape).toEqual([rows, characters, 4]);
    const names = options.cell === "gru" ? ["h"] : ["h", "c"];
    expect(Object.keys(whole)).toEqual(["logits", ...names]);
    let state: Outputs = {};
    for (let at = 0; at < 4; at++) {
      const { logits, ...next } = await run(options, undefined, column(at), state);
      for (let row = 0; row < rows; row++) {
        for (let each = 0; each < characters; each++) {
          const index = row * characters + each;
          expect(logits!.data[index]).toBeCloseTo(whole["logits"]!.data[index * 4 + at]!, 6);
        }
      }
      state = next;
    }
    for (const name of names) {
      state[name]!.data.forEach((value, index) => expect(value).toBeCloseTo(whole[name]!.data[index]!, 6));
    }
  });

  it("reads an embedding of one-hot vectors as one-hot vectors", async () => {
    const plain = initialize(new CharacterModel({ characters, hidden }), { seed: 1 });
    const identity = Float32Array.from({ length: characters ** 2 }, (_, at) => Number(at % (characters + 1) === 0));
    const embedded = new Map([...plain, ["embedding.weight", ndarray(identity, [characters, characters])]]);
    const [found, expected] = [await run({ embedding: characters }, embedded, text), await run({}, plain, text)];
    expect(found).toEqual(expected);
  });

  it.each(["lstm-writer", "lstm-writer-large"] as const)("is sized for the characters of a text: %s", (id) => {
    const vocabulary = { tokenizer: "characters", tokens: Array.from("añ日\n"), special: {} } as const;
    const variant = rnn.variants[id];
    const sized = variant.sizedFor!({ vocabulary });
    const { options } = sized.create() as CharacterModel;
    expect(options).toEqual({ ...(variant.create() as CharacterModel).options, characters: 4 });
  });
});

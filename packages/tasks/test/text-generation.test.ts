import {
  Block,
  float32,
  initialize,
  int32,
  Linear,
  ndarray,
  oneHot,
  referenceBackend,
  RNN,
  transpose,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { encodeText, type Vocabulary } from "@blockzoo/data/text";
import { forward, openVariant, type Answer, type Variant } from "@blockzoo/family";
import { networkStepper } from "@blockzoo/tasks/decoding";
import {
  parseTextVocabulary,
  textGeneration,
  type GenerateOptions,
  type TextGenerator,
} from "@blockzoo/tasks/text-generation";
import { describe, expect, it } from "vitest";

/** A plain recurrent net of 6 units over one-hot tokens. */
class TinyWriter extends Block {
  readonly net: RNN;
  readonly head: Linear;

  constructor(readonly tokens: number) {
    super();
    this.net = new RNN(tokens, 6);
    this.head = new Linear(6, tokens);
  }

  forward(tokens: Tensor, h: Tensor): { readonly logits: Tensor; readonly h: Tensor } {
    const x = transpose(oneHot(tokens, { depth: this.tokens }), [1, 0, 2]);
    const { output, state } = this.net.forward(x, { initial: h });
    return { logits: transpose(this.head.forward(output), [1, 2, 0]), h: state };
  }
}

const letters: Vocabulary = { tokenizer: "characters", tokens: ["\n", "a", "b", "c", " "], special: {} };
const words: Vocabulary = {
  tokenizer: "words",
  tokens: ["<end>", "<begin>", "to", "be", ",", "or"],
  special: { end: "<end>", begin: "<begin>" },
};

function variantOf({ tokens }: Vocabulary): Variant<ReturnType<typeof textGeneration>> {
  return {
    summary: "",
    create: () => new TinyWriter(tokens.length),
    task: textGeneration(),
    graphs: forward({ tokens: int32("N", "T"), h: float32(1, "N", 6) }, "logits"),
    params: 0,
  };
}

/** Weights so large that some tokens are much more probable than others. */
function weightsOf(variant: Variant): StateDict {
  const drawn = [...initialize(variant.create(), { seed: 2 })];
  return new Map(
    drawn.map(([name, { data, shape }]) => [
      name,
      ndarray(
        data.map((value) => 3 * value),
        shape,
      ),
    ]),
  );
}

async function open(vocabulary: Vocabulary) {
  const variant = variantOf(vocabulary);
  const weights = weightsOf(variant);
  return openVariant({
    variant,
    weights,
    meaning: { vocabulary },
    source: "test:weights",
    backend: referenceBackend(),
  });
}

async function written(writer: TextGenerator, prompt: string, options?: GenerateOptions): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of writer.generate(prompt, options)) pieces.push(piece);
  return pieces;
}

/** The log probability of each token of a vocabulary behind others, read one by one. */
async function oneByOne(vocabulary: Vocabulary, tokens: readonly number[]): Promise<ArrayLike<number>> {
  const { networks } = await open(vocabulary);
  const stepper = networkStepper(networks["forward"]!);
  let state = stepper.begin();
  let said: ArrayLike<number> = [];
  for (const token of tokens) {
    const step = await stepper.step(Int32Array.of(token), state);
    ({ state } = step);
    said = step.logProbabilities.data;
  }
  return said;
}

describe("generate", () => {
  it("goes on behind a prompt with what is most probable behind each token read one by one", async () => {
    const { use } = await open(letters);
    const pieces = await written(use, "abc a", { length: 12, temperature: 0 });
    const tokens = [...encodeText(letters, "abc a")];
    const expected: string[] = [];
    for (let count = 0; count < 12; count++) {
      const said = await oneByOne(letters, tokens);
      tokens.push(Array.from(said).indexOf(Math.max(...Array.from(said))));
      expected.push(letters.tokens[tokens.at(-1)!]!);
    }
    expect(pieces).toEqual(expected);
    expect(new Set(pieces).size).toBeGreaterThan(1);
  });

  it("writes one text for one seed, 300 tokens by default", async () => {
    const { use } = await open(letters);
    const first = (await written(use, "a", { seed: 1 })).join("");
    expect(first).toHaveLength(300);
    expect((await written(use, "a", { seed: 1 })).join("")).toBe(first);
    expect((await written(use, "a", { seed: 2 })).join("")).not.toBe(first);
  });

  it("begins a text behind the end of a line, or behind the token that begins one", async () => {
    const { use } = await open(letters);
    expect(await written(use, "", { seed: 3 })).toEqual(await written(use, "\n", { seed: 3 }));
    const { use: speaker } = await open(words);
    expect((await written(speaker, "", { seed: 3 })).length).toBeGreaterThan(0);
    const { use: neither } = await open({ ...letters, tokens: ["a", "b"] });
    await expect(written(neither, "")).rejects.toThrow("an empty text has nothing to go on from");
  });

  it("brings the spaces between words, and ends with the end token", async () => {
    const { use } = await open(words);
    const texts = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((seed) => written(use, "to be", { seed, temperature: 4, length: 40 })),
    );
    expect(Math.min(...texts.map(({ length }) => length))).toBeLessThan(40);
    const all = texts.flat();
    expect(new Set(all)).toEqual(new Set([" to", " be", ",", " or"]));
  });

  it("stops where it is aborted", async () => {
    const { use } = await open(letters);
    const controller = new AbortController();
    const pieces: string[] = [];
    for await (const piece of use.generate("a", { signal: controller.signal })) {
      if (pieces.push(piece) === 7) controller.abort();
    }
    expect(pieces).toEqual((await written(use, "a")).slice(0, 7));
  });

  it("names what is not in the vocabulary", async () => {
    const { use } = await open(letters);
    await expect(written(use, "abx")).rejects.toThrow('prompt: token 2, "x", is not among the 5 of the vocabulary');
    await expect(written(use, "a", { temp: 1 } as object)).rejects.toThrow('no option "temp"');
  });
});

describe("logProbability", () => {
  it.each([
    { vocabulary: letters, text: "ab ca", before: 0 },
    { vocabulary: words, text: "to be, or", before: 1 },
  ])("is the sum over tokens read one by one: $text", async ({ vocabulary, text, before }) => {
    const { use } = await open(vocabulary);
    const read = [before];
    let sum = 0;
    for (const token of encodeText(vocabulary, text)) {
      sum += (await oneByOne(vocabulary, read))[token]!;
      read.push(token);
    }
    expect(await use.logProbability(text)).toBeCloseTo(sum, 6);
    expect(await use.logProbability("")).toBe(0);
  });

  it("of all texts of one length is 1 in all", async () => {
    const { use } = await open(letters);
    const texts = letters.tokens.flatMap((first) => letters.tokens.map((second) => first + second));
    const each = await Promise.all(texts.map((text) => use.logProbability(text)));
    expect(each.reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(1, 6);
  });
});

describe("the command", () => {
  async function answered(stream?: (piece: string) => void): Promise<Answer> {
    const { use, networks, meaning } = await open(letters);
    const { answer, settings } = await textGeneration().command();
    const defaults = Object.fromEntries(Object.entries(settings!).map(([name, setting]) => [name, setting.default]));
    const given = { ...(defaults as Record<keyof typeof settings, number>), length: 20 };
    return answer({
      input: "abc",
      settings: given,
      use,
      networks,
      meaning,
      top: 5,
      note: () => {},
      ...(stream && { stream }),
    });
  }

  it("shows the prompt and what follows it as it comes, or all at once", async () => {
    const { text, json, files } = await answered();
    expect(text).toMatch(/^abc[abc \n]{20}$/);
    expect(json).toEqual({ text });
    expect(new TextDecoder().decode(await files[".txt"]!())).toBe(text);
    const pieces: string[] = [];
    const streamed = await answered((piece) => pieces.push(piece));
    // The prompt comes with the first piece: one that cannot be gone on with is not shown.
    expect(pieces).toHaveLength(20);
    expect(pieces[0]).toMatch(/^abc.$/s);
    expect(pieces.join("")).toBe(text);
    expect(streamed.text).toBe("");
    expect(streamed.json).toEqual({ text });
  });
});

describe("a network that writes", () => {
  it("takes tokens, and says how probable each is to be next", async () => {
    const { networks } = await open(letters);
    const { forward: network } = networks;
    expect(() => networkStepper({ ...network!, input: { x: float32("N", 4) } })).toThrow(
      "takes tokens, this one takes x",
    );
    const open1 = networkStepper({ ...network!, input: { tokens: int32("N", "T"), memory: float32("N", "S", 4) } });
    expect(() => open1.begin()).toThrow("memory, float32[N,S,4], must be given");
    const { logits } = await network!.outputs({
      tokens: ndarray([[1, 2]], [1, 2], "int32"),
      h: ndarray([[[0, 0, 0, 0, 0, 0]]]),
    });
    const infinite = networkStepper({
      ...network!,
      outputs: async () => ({ logits: { ...logits!, data: logits!.data.map(() => Number.NaN) } }),
    });
    await expect(infinite.step(Int32Array.of(1), {})).rejects.toThrow("logits of step 1 are not finite");
  });

  it("says where the last of several tokens looked, and keeps what it is given and does not say anew", async () => {
    const memory = ndarray([[[1], [2]]]);
    const attending = networkStepper({
      input: { tokens: int32("N", "T"), memory: float32("N", "S", 1), h: float32("N", 1) },
      output: "logits",
      run: () => Promise.reject(new Error("is not called")),
      outputs: async ({ tokens }) => ({
        logits: ndarray([
          [
            [9, 0],
            [9, 0],
          ],
        ]),
        attention: ndarray([
          [
            [1, 0],
            [0.25, 0.75],
          ],
        ]),
        h: ndarray([[tokens!.data[1]!]]),
      }),
    });
    const begun = attending.begin({ memory });
    expect(begun).toEqual({ memory, h: ndarray([[0]]) });
    const { attention, state, logProbabilities } = await attending.read(ndarray([[4, 5]], [1, 2], "int32"), begun);
    expect(attention).toEqual(ndarray([[0.25, 0.75]]));
    expect(state).toEqual({ memory, h: ndarray([[5]]) });
    expect([...logProbabilities.data]).toEqual([-Math.LN2, -Math.LN2]);
    expect(attending.select(state, [0, 0])["memory"]!.shape).toEqual([2, 2, 1]);
  });

  it("reads several tokens as it reads one after another, and rows apart from each other", async () => {
    const { networks } = await open(letters);
    const stepper = networkStepper(networks["forward"]!);
    const three = await stepper.read(
      ndarray(
        [
          [1, 2, 3],
          [4, 0, 2],
          [1, 1, 1],
        ],
        [3, 3],
        "int32",
      ),
      stepper.begin({ h: ndarray(new Float32Array(18), [1, 3, 6]) }),
    );
    for (const [row, tokens] of [
      [1, 2, 3],
      [4, 0, 2],
      [1, 1, 1],
    ].entries()) {
      const alone = await oneByOne(letters, tokens);
      const own = three.logProbabilities.data.subarray(5 * row, 5 * row + 5);
      own.forEach((value, token) => expect(value).toBeCloseTo(alone[token]!, 6));
    }
    const swapped = stepper.select(three.state, [2, 0, 0]);
    const next = await stepper.step(Int32Array.of(2, 3, 3), swapped);
    const alone = [await oneByOne(letters, [1, 1, 1, 2]), await oneByOne(letters, [1, 2, 3, 3])];
    next.logProbabilities.data.forEach((value, at) => expect(value).toBeCloseTo(alone[at < 5 ? 0 : 1]![at % 5]!, 6));
  });
});

describe("its meaning", () => {
  it("is a vocabulary with a token to each score", () => {
    const { parseMeaning, checkMeaning } = textGeneration();
    expect(parseMeaning({ vocabulary: letters }, "w")).toEqual({ vocabulary: letters });
    expect(() => parseTextVocabulary({}, "w")).toThrow("w: vocabulary: is missing, expected an object");
    expect(() => parseMeaning([], "w")).toThrow("w");
    expect(() => checkMeaning!({ vocabulary: words }, variantOf(letters), "w")).toThrow("has 6 labels for 5 outputs");
    expect(() => checkMeaning!({ vocabulary: letters }, variantOf(letters), "w")).not.toThrow();
  });
});

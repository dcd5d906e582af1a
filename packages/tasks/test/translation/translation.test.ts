import { initialize, ndarray, referenceBackend, type StateDict } from "@blockzoo/core";
import type { Vocabulary } from "@blockzoo/data/text";
import { openVariant } from "@blockzoo/family";
import { translation, type Languages } from "@blockzoo/tasks/translation";
import { adam, compileTrainStep, typesOf } from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import { wordForWord } from "./word-for-word.js";

const source: Vocabulary = {
  tokenizer: "words",
  lowercase: true,
  tokens: ["<padding>", "<unknown>", "<end>", "hola", "mundo", "gato"],
  special: { padding: "<padding>", unknown: "<unknown>", end: "<end>" },
};
const target: Vocabulary = {
  tokenizer: "words",
  tokens: ["<padding>", "<begin>", "<end>", "hello", "world", "cat", "hi"],
  special: { padding: "<padding>", begin: "<begin>", end: "<end>" },
};
const languages: Languages = { source, target, longest: 4 };

/** Logits, a row for each token of the source: "hola" is "hello" or, less often, "hi"; what is unknown is a cat. */
const table = [
  [0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 9, 0],
  [0, 0, 9, 0, 0, 0, 0],
  [0, 0, 0, 9, 0, 0, 8],
  [0, 0, 0, 0, 9, 0, 0],
  [0, 0, 0, 0, 0, 9, 0],
];
const weights: StateDict = new Map([["table.weight", ndarray(table)]]);
const variant = wordForWord(source.tokens.length, target.tokens.length);

const open = (meaning: Languages = languages) =>
  openVariant({ variant, weights, meaning, source: "w", backend: referenceBackend() });

/** The logarithm of the probability of an entry of a row of the table. */
function logProbability(row: number, column: number): number {
  const total = table[row]!.reduce((sum, logit) => sum + Math.exp(logit), 0);
  return table[row]![column]! - Math.log(total);
}

describe("translate", () => {
  it("gives the text, what was looked at for each token, and how it is ranked", async () => {
    const { use } = await open();
    const found = await use.translate(" Hola\n mundo ", { beams: 2, lengthPenalty: 0 });
    expect(found.text).toBe("hello world");
    expect(found.sourceTokens).toEqual(["hola", "mundo", "<end>"]);
    expect(found.tokens).toEqual(["hello", "world", "<end>"]);
    expect(found.alignment).toEqual(ndarray([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]));
    expect(found.beams.map(({ text }) => text)).toEqual(["hello world", "hi world"]);
    const rest = logProbability(4, 4) + logProbability(2, 2);
    expect(found.score).toBeCloseTo(logProbability(3, 3) + rest, 5);
    expect(found.beams[1]!.score).toBeCloseTo(logProbability(3, 6) + rest, 5);
  });

  it("divides by the length penalty of all tokens, the end token among them", async () => {
    const { use } = await open();
    const [plain, penalized] = [await use.translate("gato", { lengthPenalty: 0 }), await use.translate("gato")];
    expect(penalized.score).toBeCloseTo(plain.score / (7 / 6) ** 0.6, 6);
  });

  it("stops at the maximum length", async () => {
    const { use } = await open();
    const found = await use.translate("hola mundo gato", { maximumLength: 2, beams: 1 });
    expect(found.text).toBe("hello world");
    expect(found.alignment!.shape).toEqual([2, 4]);
  });

  it("gives of many sentences at once what it gives of each", async () => {
    const { use } = await open();
    const texts = ["gato", "hola mundo gato gato hola", "mundo mundo"];
    expect(await use.translateAll(texts)).toEqual(["cat", "hello world cat cat hello", "world world"]);
    expect(await use.translateAll([])).toEqual([]);
    expect(await use.translateAll(texts, { maximumLength: 1 })).toEqual(["cat", "hello", "world"]);
  });

  it("takes the unknown token where there is one, and names the token where there is none", async () => {
    const found = await (await open()).use.translate("hola perro");
    expect(found.text).toBe("hello cat");
    expect(found.sourceTokens[1]).toBe("<unknown>");
    const { unknown: _, ...special } = source.special;
    const strict = await open({ source: { ...source, special }, target });
    await expect(strict.use.translate("hola perro")).rejects.toThrow(
      'translate: "hola perro": token 1, "perro", is not among',
    );
  });

  it("refuses nothing to translate, and options that there are not", async () => {
    const { use } = await open();
    await expect(use.translate(" \n")).rejects.toThrow("translate: there is nothing to translate");
    await expect(use.translateAll(["gato", ""])).rejects.toThrow("nothing to translate");
    await expect(use.translate("gato", { beam: 3 } as object)).rejects.toThrow('"beam"');
    await expect(use.translate("gato", { beams: 0 })).rejects.toThrow("beams must be a whole number");
    await expect(use.translate("gato", { maximumLength: 0.5 })).rejects.toThrow("must be a whole number");
  });
});

describe("what weights say", () => {
  const parse = (change: object) => translation().parseMeaning({ ...languages, ...change }, "w");

  it("is read as it was written", () => {
    expect(parse(JSON.parse(JSON.stringify(languages)))).toEqual(languages);
    expect(translation().parseMeaning({ source, target }, "w")).toEqual({ source, target });
  });

  it("is checked", () => {
    expect(() => parse({ source: undefined })).toThrow("w: source: is missing, expected an object");
    expect(() => parse({ target: { ...target, special: { begin: "<begin>" } } })).toThrow(
      "w: target: has no end token, which translations are told by",
    );
    expect(() => parse({ longest: 0 })).toThrow("w: longest: is 0, expected a whole number of tokens");
    const check = (meaning: Languages) => translation().checkMeaning!(meaning, variant, "w");
    check(languages);
    expect(() => check({ source, target: source })).toThrow("w: target: has 6 tokens, but the network gives");
  });
});

describe("the command", () => {
  const notes: string[] = [];
  const ask = async (input: string, settings: Partial<Record<"beams" | "length-penalty", number>> = {}) => {
    const command = await translation().command();
    const defaults = Object.entries(command.settings!).map(([name, setting]) => [name, setting.default]);
    const values = { ...(Object.fromEntries(defaults) as Record<string, number>), ...settings };
    const { use, networks, meaning } = await open();
    const request = {
      input,
      settings: values,
      use,
      networks,
      meaning,
      top: 5,
      note: (text: string) => notes.push(text),
    };
    return command.answer(request);
  };

  it("answers with the text, and with all that was found", async () => {
    const { text, json, figure } = await ask("hola", { beams: 2 });
    expect(text).toBe("hello");
    expect(json).toMatchObject({ text: "hello", beams: [{ text: "hello" }, { text: "hi" }] });
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    expect((await ask("hola", { "length-penalty": 5 })).json["score"]).not.toBe(json["score"]);
    expect(figure).toMatchObject({ kind: "attention", queries: ["hello", "<end>"], keys: ["hola", "<end>"] });
    expect(notes).toEqual([]);
  });

  it("notes what is longer than all that was learned from", async () => {
    await ask("hola hola hola hola");
    expect(notes).toEqual([expect.stringContaining("has 5 tokens, the longest that was learned from 4")]);
  });
});

describe("the drill", () => {
  it("is learned by heart, each source its own target", async () => {
    const drill = await translation().drill();
    const batch = drill.batch(variant, { samples: 4, seed: 0 });
    expect(drill.batch(variant, { samples: 4, seed: 0 })).toEqual(batch);
    const model = variant.create();
    const training = await compileTrainStep({
      model,
      types: typesOf(batch),
      loss: (_, inputs) => drill.loss(variant, model, inputs),
      optimizer: adam({ learningRate: 0.1 }),
      weights: initialize(model, { seed: 0 }),
      backend: referenceBackend(),
    });
    const losses: number[] = [];
    for (let step = 0; step < 60; step++) losses.push((await training.step(batch)).loss);
    training.dispose();
    // It cannot tell tokens of one kind apart, and learns what a table can.
    expect(losses.at(-1)!).toBeLessThan(0.9 * losses[0]!);
  });
});

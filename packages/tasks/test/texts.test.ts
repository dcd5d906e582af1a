import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Block,
  Embedding,
  int32,
  lengthMask,
  mul,
  ndarray,
  reduceSum,
  referenceBackend,
  transpose,
  unsqueeze,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { forward, openVariant, type Variant } from "@blockzoo/family";
import { sequenceLabelling } from "@blockzoo/tasks/sequence-labelling";
import { textClassification } from "@blockzoo/tasks/text-classification";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const tokens = ["<padding>", "<unknown>", "it", "is", "not", "good", "!"];
const vocabulary = {
  tokenizer: "words",
  lowercase: true,
  tokens,
  special: { padding: "<padding>", unknown: "<unknown>" },
};
const meaning = { vocabulary, labels: ["blame", "praise"] };
/** Scores of blame and of praise that each token stands for; those of padding would be seen if it counted. */
const scores = [
  [9, 9],
  [0, 0.5],
  [0, 0],
  [0, 0],
  [3, 0],
  [0, 2],
  [0, 1],
];
const weights: StateDict = new Map([["scores.weight", ndarray(scores)]]);

/** The sum of what all tokens stand for. */
class SumOfWords extends Block {
  readonly scores = new Embedding(tokens.length, 2);

  forward(text: Tensor, lengths: Tensor): Tensor {
    const real = unsqueeze(lengthMask(lengths, text.shape[1]!), [2]);
    return reduceSum(mul(this.scores.forward(text), real), { axes: [1] });
  }
}

/** What each token stands for. */
class EachWord extends Block {
  readonly scores = new Embedding(tokens.length, 2);

  forward(text: Tensor, _lengths: Tensor): Tensor {
    return transpose(this.scores.forward(text), [0, 2, 1]);
  }
}

const network = {
  summary: "",
  graphs: forward({ tokens: int32("N", "T"), lengths: int32("N") }, "logits"),
  params: 2 * tokens.length,
};
const sum = { ...network, create: () => new SumOfWords(), task: textClassification() } satisfies Variant;
const each = { ...network, create: () => new EachWord(), task: sequenceLabelling() } satisfies Variant;
const trained = { weights, meaning, source: "w", backend: referenceBackend() };
const classifier = () => openVariant({ ...trained, variant: sum });
const labeller = () => openVariant({ ...trained, variant: each });

const sigmoid = (x: number) => expect.closeTo(1 / (1 + Math.exp(-x)), 6) as number;

describe("textClassification", () => {
  it("says to which class a text belongs, whatever stands beside it in a batch", async () => {
    const { use } = await classifier();
    expect(use.labels).toEqual(["blame", "praise"]);
    expect(await use.classify("It is not good.")).toEqual([
      { label: "blame", probability: sigmoid(3 - 2.5) },
      { label: "praise", probability: sigmoid(2.5 - 3) },
    ]);
    expect(await use.classify("Good!", { top: 1 })).toEqual([{ label: "praise", probability: sigmoid(3) }]);
    expect(await use.logits(["It is not good.", "Good!"])).toEqual(
      ndarray([
        [3, 2.5],
        [0, 3],
      ]),
    );
    // More than one batch.
    const many = Array.from({ length: 100 }, (_, index) => "good ".repeat(1 + (index % 7)));
    expect([...(await use.logits(many)).data].filter((_, index) => index % 2 === 1)).toEqual(
      many.map((_, index) => 2 * (1 + (index % 7))),
    );
  });

  it("takes words that it does not know where there is a token for them", async () => {
    const { use } = await classifier();
    expect((await use.logits(["splendid"])).data).toEqual(Float32Array.of(0, 0.5));
    const { special: _, ...others } = vocabulary;
    const strict = { vocabulary: { ...others, special: {} }, labels: meaning.labels };
    const opened = await openVariant({ ...trained, variant: sum, meaning: strict });
    await expect(opened.use.classify("it is splendid")).rejects.toThrow(
      'text: token 2, "splendid", is not among the 7',
    );
  });

  it("refuses what has no word", async () => {
    const { use } = await classifier();
    await expect(use.classify(" \n")).rejects.toThrow('text: " \\n" is empty, expected words');
    await expect(use.logits(["good", ""])).rejects.toThrow('text 2: "" is empty');
  });

  it("says where what weights say is wrong", () => {
    const { parseMeaning, checkMeaning } = textClassification();
    expect(parseMeaning(JSON.parse(JSON.stringify(meaning)), "w")).toEqual(meaning);
    expect(() => parseMeaning({ ...meaning, labels: ["one"] }, "w")).toThrow(
      'w: labels: expected two at least, found ["one"]',
    );
    expect(() => parseMeaning({ labels: meaning.labels }, "w")).toThrow(
      "w: vocabulary: is missing, expected an object",
    );
    const three = { ...meaning, vocabulary: parseMeaning(meaning, "w").vocabulary, labels: ["a", "b", "c"] };
    expect(() => checkMeaning!(three, sum, "w")).toThrow("w: has 3 labels for 2 outputs");
  });
});

describe("sequenceLabelling", () => {
  it("labels each token as it was written", async () => {
    const { use } = await labeller();
    expect(await use.label("It is NOT good")).toEqual([
      { token: "It", label: "blame", probability: 0.5 },
      { token: "is", label: "blame", probability: 0.5 },
      { token: "NOT", label: "blame", probability: sigmoid(3) },
      { token: "good", label: "praise", probability: sigmoid(2) },
    ]);
    const texts = await use.labelAll(["good!", ["very good", "not"]]);
    expect(texts.map((text) => text.map(({ token, label }) => `${token} ${label}`))).toEqual([
      ["good praise", "! praise"],
      ["very good praise", "not blame"],
    ]);
    await expect(use.label([])).rejects.toThrow("text: [] is empty, expected words");
  });
});

describe("the commands", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "blockzoo-texts-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function fileOf(content: string | Uint8Array): Promise<string> {
    const input = join(folder, "texts.txt");
    await writeFile(input, content);
    return input;
  }
  const rest = { settings: {}, top: 1, note: () => {} };
  const classify = async (input: string) => {
    const command = await textClassification().command();
    return command.answer({ ...(await classifier()), ...rest, input });
  };

  it("answer a text, and each line of a file", async () => {
    expect((await classify("Good!")).text).toBe(" 95.3 %  praise");
    const answer = await classify(await fileOf("Good!\r\n\r\nit is not good\n"));
    expect(answer.json["predictions"]).toMatchObject([[{ label: "praise" }], [{ label: "blame" }]]);
    const command = await sequenceLabelling().command();
    const labelled = await command.answer({ ...(await labeller()), ...rest, input: "not good" });
    expect(labelled.text).toBe(" 95.3 %  not   blame\n 88.1 %  good  praise");
    expect(labelled.json).toMatchObject({ tokens: [[{ token: "not", label: "blame" }, { token: "good" }]] });
  });

  it("say what is no text", async () => {
    await expect(classify(" ")).rejects.toThrow("--input is empty, expected a text");
    await expect(classify(await fileOf("\n\n"))).rejects.toThrow("texts.txt: is empty, expected a text in each line");
    await expect(classify(await fileOf(new Uint8Array([0x61, 0xe9])))).rejects.toThrow(
      "texts.txt: is no UTF-8 text at byte 1",
    );
    await expect(classify(join(folder, "none.txt"))).rejects.toThrow("none.txt");
  });
});

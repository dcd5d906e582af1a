import { createHash } from "node:crypto";
import {
  Block,
  Embedding,
  initialize,
  int32,
  ndarray,
  parseRecord,
  parseStrings,
  referenceBackend,
  transpose,
  type Feeds,
  type Tensor,
} from "@blockzoo/core";
import { writeSafetensors } from "@blockzoo/weights";
import { expect, test } from "vitest";
import {
  defineFamily,
  forward,
  openVariant,
  sizedFor,
  trainedVariant,
  type Disposable,
  type Task,
  type Variant,
} from "../src/index.js";

class Table extends Block {
  readonly table: Embedding;
  constructor(words: number) {
    super();
    this.table = new Embedding(words, words);
  }

  forward(tokens: Tensor): Tensor {
    return transpose(this.table.forward(tokens), [0, 2, 1]);
  }
}

interface Words {
  readonly words: readonly string[];
}

interface Reader extends Disposable {
  /** A score for each word that may come next. */
  scores(word: string): Promise<readonly number[]>;
}

const reading: Task<Words, Reader, "forward"> = {
  name: "reading",
  graphs: ["forward"],
  parseMeaning: (value, where) => ({ words: parseStrings(parseRecord(value, where)["words"], `${where}: words`) }),
  use: ({ networks: { forward: network }, meaning: { words }, dispose }) => ({
    async scores(word) {
      const tokens = ndarray(Int32Array.of(words.indexOf(word)), [1, 1]);
      return [...(await network.outputs({ tokens }))["logits"]!.data];
    },
    dispose,
  }),
  drill: () => Promise.reject(new Error("not trained here")),
  command: () => Promise.reject(new Error("not called from a shell")),
};

const sized = (words: number): Pick<Variant<typeof reading>, "create" | "graphs" | "params"> => ({
  create: () => new Table(words),
  graphs: forward({ tokens: int32("N", "T") }, "logits"),
  params: words ** 2,
});

const variant: Variant<typeof reading> = {
  summary: "a table",
  task: reading,
  ...sized(2),
  sizedFor: ({ words }) => sized(words.length),
};

test("a variant takes the size of a meaning, which is then fixed", () => {
  const three = sizedFor(variant, { words: ["a", "b", "c"] });
  expect(three.params).toBe(9);
  expect(three.summary).toBe("a table");
  expect(sizedFor(three, { words: ["a"] })).toBe(three);
  const { sizedFor: _, ...fixed } = variant;
  expect(sizedFor(fixed, { words: ["a"] }).params).toBe(4);
});

test("who opens a variant may be told what its networks are given", async () => {
  const given: unknown[] = [];
  const onInputs = (graph: string, { tokens }: Feeds) => given.push([graph, [...tokens!.data]]);
  const weights = initialize(new Table(2), { seed: 0 });
  const parts = { variant, weights, meaning: { words: ["a", "b"] }, source: "a test", backend: referenceBackend() };
  const { use } = await openVariant({ ...parts, onInputs });
  await use.scores("b");
  expect(given).toEqual([["forward", [1]]]);
  use.dispose();
});

test("weights are of the network that their meaning says", async () => {
  const meaning = { words: ["a", "b", "c"] };
  const values = initialize(new Table(3), { seed: 3 });
  const bytes = writeSafetensors(values);
  const family = defineFamily({
    name: "tables",
    title: "Tables",
    papers: [],
    variants: { table: variant },
    weights: {
      "table.letters": {
        variant: "table",
        url: new URL(`data:application/octet-stream;base64,${Buffer.from(bytes).toString("base64")}`),
        sha256: createHash("sha256").update(bytes).digest("hex"),
        size: bytes.length,
        meaning,
        metrics: {},
        gate: { metric: "accuracy" },
        recipe: { id: "table.letters", hash: "" },
        licence: "MIT",
      },
    },
    recipes: async () => ({ recipes: [] }),
  });
  expect(trainedVariant(family, "table.letters").params).toBe(9);
  const row = [...values.get("table.weight")!.data].slice(3, 6);
  const backend = referenceBackend();
  const loaded = await family.load("table.letters", { backend });
  const used = await family.use("table", { weights: values, meaning, backend });
  for (const reader of [loaded, used]) {
    const scores = await reader.scores("b");
    expect(scores).toHaveLength(3);
    scores.forEach((score, index) => expect(score).toBeCloseTo(row[index]!, 6));
  }
  await expect(family.use("table", { weights: values, meaning: { words: ["a"] }, backend })).rejects.toThrow(
    "table.weight",
  );
});

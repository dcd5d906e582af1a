import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { tfjs } from "@blockzoo/backend-tfjs";
import { ndarray, referenceBackend, type Backend } from "@blockzoo/core";
import { describeWeights } from "@blockzoo/family-checks";
import { seq2seq } from "@blockzoo/seq2seq";
import { expectClose } from "@blockzoo/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spanishEnglishPairs } from "../recipes/tatoeba-pairs.js";

const golden = JSON.parse(readFileSync(new URL("./golden/logits.json", import.meta.url), "utf8")) as {
  readonly [tag: string]: number[];
};
const folder = process.env.BLOCKZOO_DATA;
const isThere = folder !== undefined && existsSync(join(folder, "tatoeba/spa-eng.zip"));
if (!isThere) console.warn("skipped: no tatoeba/spa-eng.zip; set BLOCKZOO_DATA to a folder that holds it");

const tag = "luong-translator.tatoeba";

/** Tokens of no meaning, as those of tooling/golden/packaged-weights.py. */
const tokens = (rows: number, columns: number, factor: number) =>
  ndarray(
    Int32Array.from({ length: rows * columns }, (_, index) => (index * factor) % 1000),
    [rows, columns],
  );

// Without data it cannot be measured again: `pnpm test:recipes --only luong-translator.tatoeba` does it.
describeWeights(seq2seq, {
  backend: () => onnxruntime(),
  golden,
  inputs: {
    [tag]: { source: tokens(2, 7, 37), sourceLengths: ndarray(Int32Array.of(7, 4)), tokens: tokens(2, 5, 53) },
  },
  measured: isThere ? [tag] : [],
});

/** The sentences that the README shows: Spanish, what the translator says, what people say. */
function shown(): readonly (readonly string[])[] {
  const lines = readFileSync(new URL("../README.md", import.meta.url), "utf8").split("\n");
  const first = lines.findIndex((line) => line.startsWith("| Spanish")) + 2;
  const rows = lines.slice(first, lines.indexOf("", first));
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("the translator", () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await onnxruntime();
  });
  afterAll(() => backend.dispose());

  it("says what the README shows", async () => {
    const translator = await seq2seq.load(tag, { backend });
    expect(shown()).toHaveLength(10);
    for (const [spanish, english] of shown()) {
      expect((await translator.translate(spanish!)).text).toBe(english);
    }
    translator.dispose();
  });

  it.runIf(isThere)("was never shown these sentences, which are those of every fiftieth source held out", async () => {
    const { test } = await spanishEnglishPairs(folder);
    const sources = [...new Set(test.map(({ source }) => source))].filter((_, index) => index % 50 === 0).slice(0, 10);
    const first = sources.map((spanish) => [spanish, test.find(({ source }) => source === spanish)!.target]);
    expect(shown().map(([spanish, , people]) => [spanish, people])).toEqual(first);
  });

  it("says the same on the reference and on tfjs, and looks at the same places", { timeout: 60_000 }, async () => {
    const sentence = shown()[1]![0]!;
    const translator = await seq2seq.load(tag, { backend });
    const expected = await translator.translate(sentence);
    translator.dispose();
    for (const other of [referenceBackend(), await tfjs({ device: "wasm" })]) {
      const same = await seq2seq.load(tag, { backend: other });
      const found = await same.translate(sentence);
      expect(found.beams.map(({ text }) => text)).toEqual(expected.beams.map(({ text }) => text));
      expect(found.score).toBeCloseTo(expected.score, 4);
      expectClose(found.alignment!, expected.alignment!, "network", other.name);
      same.dispose();
      await other.dispose();
    }
  });

  it("finds nothing better with one hypothesis than with several", async () => {
    const translator = await seq2seq.load(tag, { backend });
    for (const [spanish] of shown()) {
      const [one, four] = [await translator.translate(spanish!, { beams: 1 }), await translator.translate(spanish!)];
      expect(one.score).toBeLessThanOrEqual(four.score + 1e-5);
      expect(four.beams.map(({ score }) => score)).toEqual(
        four.beams.map(({ score }) => score).toSorted((a, b) => b - a),
      );
      const [rows, columns] = four.alignment!.shape as [number, number];
      expect([rows, columns]).toEqual([four.tokens.length, four.sourceTokens.length]);
      for (let row = 0; row < rows; row++) {
        const weights = Array.from(four.alignment!.data.subarray(row * columns, (row + 1) * columns));
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      }
    }
    translator.dispose();
  });

  it("gives of a batch what it gives of each sentence", async () => {
    const translator = await seq2seq.load(tag, { backend });
    const sentences = shown().map(([spanish]) => spanish!);
    const alone = [];
    for (const sentence of sentences) alone.push(...(await translator.translateAll([sentence])));
    expect(await translator.translateAll(sentences)).toEqual(alone);
    translator.dispose();
  });
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RandomStream, referenceBackend } from "@blockzoo/core";
import { openVariant, sizedFor } from "@blockzoo/family";
import { translation } from "@blockzoo/tasks/translation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wordForWord } from "./word-for-word.js";

const words = { uno: "one", dos: "two", tres: "three", cuatro: "four", cinco: "five", seis: "six" };

let folder = "";
const file = async (name: string, lines: readonly string[]) => {
  const path = join(folder, name);
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lesson-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Numbers, and what they are called in another language. */
function numbers(count: number): string[] {
  const stream = new RandomStream(0, "numbers");
  const names = Object.keys(words) as (keyof typeof words)[];
  return Array.from({ length: count }, () => {
    const drawn = Array.from({ length: 1 + stream.integer(4) }, () => names[stream.integer(names.length)]!);
    return `${drawn.join(" ")}\t${drawn.map((name) => words[name]).join(" ")}`;
  });
}

const notes: string[] = [];
const lessonOf = async (path: string, seed = 0) =>
  (await translation().command()).lesson!(path, { seed, note: (text) => notes.push(text) });

describe("the lesson of a file of pairs", { timeout: 30_000 }, () => {
  it("teaches a network of its size to translate what it has not seen", async () => {
    const { meaning, recipe } = await lessonOf(await file("numbers.tsv", numbers(150)));
    expect(notes.at(-1)).toMatch(/numbers\.tsv: learning from \d+ pairs, \d+ are held out; \d+ and \d+ tokens$/);
    const variant = sizedFor(wordForWord(1, 1), meaning);
    const backend = referenceBackend();
    const training = { id: "numbers", batchSize: 32, learningRate: 0.3 };
    const { metrics, weights, history, figures } = await recipe(variant, { ...training, epochs: 25 }).run({ backend });
    expect(metrics).toMatchObject({ chrf: 1, chrfShorter: 1, chrfLonger: 1, tokenAccuracy: 1 });
    expect(metrics["perplexity"]).toBeLessThan(1.1);
    expect(history[0]!.loss).toBeGreaterThan(2);
    // The report shows where it looked, in four sentences from short to long.
    expect(figures!.map(({ kind }) => kind)).toEqual(Array(4).fill("attention"));
    const lengths = figures!.map((figure) => (figure.kind === "attention" ? figure.keys.length : 0));
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
    const { use } = await openVariant({
      variant,
      weights,
      meaning: JSON.parse(JSON.stringify(meaning)),
      source: "w",
      backend,
    });
    expect((await use.translate("seis uno dos uno tres")).text).toBe("six one two one three");
    // What was not learned is worse, by all measures.
    const untrained = await recipe(variant, { ...training, epochs: 25 }).run({ backend, steps: 1 });
    expect(untrained.metrics["chrf"]).toBeLessThan(0.5);
    expect(untrained.metrics["perplexity"]).toBeGreaterThan(5);
  });

  it("holds out by the seed, and learns no vocabulary of what is held out", async () => {
    const path = await file(
      "letters.tsv",
      Array.from("abcdefghijklmnopqrst").map((letter) => `${letter}${letter}\t${letter}`),
    );
    const [first, again, other] = [await lessonOf(path), await lessonOf(path), await lessonOf(path, 1)];
    expect(again.meaning).toEqual(first.meaning);
    expect(other.meaning).not.toEqual(first.meaning);
    const unknown = Array.from("abcdefghijklmnopqrst").filter(
      (letter) => !first.meaning.source.tokens.includes(letter),
    );
    expect(unknown).toHaveLength(2);
  });

  it("leaves out what is so long that it would make every batch long, and says so", async () => {
    const long = Array.from({ length: 401 }, () => "a").join("");
    const path = await file("long.tsv", [...numbers(20), `${long}\ta`, `a\t${long}`]);
    const { meaning } = await lessonOf(path);
    expect(notes.at(-2)).toMatch(/long\.tsv: 2 pairs with more than 400 characters are left out$/);
    expect(meaning.longest).toBeLessThan(10);
  });

  it.each<[string, readonly string[], string]>([
    ["too few pairs", ["a\tb", "c\td"], "has 2 different sources, expected 10 or more, some to be held out"],
    [
      "a pair without a tab",
      ["a\tb", "c d"],
      'line 2: has no tab, expected a text, a tab and what it becomes, found "c d"',
    ],
    ["nothing", [""], "is empty"],
  ])("refuses %s", async (_, lines, message) => {
    await expect(lessonOf(await file("bad.tsv", lines))).rejects.toThrow(message);
  });

  it("refuses a file that is not there, and one that is no text", async () => {
    await expect(lessonOf(join(folder, "none.tsv"))).rejects.toThrow("none.tsv");
    const path = join(folder, "bytes.tsv");
    await writeFile(path, Uint8Array.of(0xff, 0xfe, 0x00, 0x61));
    await expect(lessonOf(path)).rejects.toThrowError(expect.objectContaining({ name: "BlockzooError" }));
  });
});

// Which unit of a network follows what, where that is known; and what is said of texts.
import { float32, int32, ndarray, RandomStream } from "@blockzoo/core";
import { buildVocabulary } from "@blockzoo/data/text";
import type { Network } from "@blockzoo/family";
import { describe, expect, it } from "vitest";
import { followingUnit, unitFigures } from "../src/text-generation/following-units.js";
import { textProperties } from "../src/text-generation/text-properties.js";

const [lineLength, speakers, words, quotes] = textProperties.map(
  ({ along }) =>
    (text: string) =>
      along(Array.from(text)),
) as [Along, Along, Along, Along];
type Along = (text: string) => readonly number[];

describe("what is said of a text", () => {
  it("follows its lines, its words and its quotes", () => {
    expect(lineLength("ab\nc")).toEqual([1 / 30 - 1, 2 / 30 - 1, -1, 1 / 30 - 1]);
    expect(lineLength("x".repeat(90)).at(-1)).toBe(1);
    expect(speakers("All:\nNo: x\nB")).toEqual([1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1]);
    expect(words("a b,é")).toEqual([1, -1, 1, -1, 1]);
    expect(quotes('a "b" c')).toEqual([-1, -1, 1, 1, -1, -1, -1]);
  });

  it("has a value for each character, whatever the text", () => {
    for (const text of ["", "\n", "\n\n:", 'A:\n"', "日本:\n語\n"]) {
      for (const { along } of textProperties) expect(along(Array.from(text))).toHaveLength(Array.from(text).length);
    }
  });
});

const stream = new RandomStream(0, "units");
const noise = () => 2 * stream.uniform() - 1;

describe("a unit that follows something", () => {
  it("is found in one half and measured in the other, the right way up", () => {
    const property = Array.from({ length: 400 }, (_, at) => Math.sin(at / 5));
    // Unit 0 is chance; 1 says the opposite with some noise; 2 follows in the second half only.
    const along = property.map((value, at) =>
      Float64Array.of(noise(), -0.5 * value + 0.1 * noise(), at < 200 ? noise() : value),
    );
    const { unit, correlation, values } = followingUnit(along, property);
    expect(unit).toBe(1);
    expect(correlation).toBeGreaterThan(0.95);
    expect(correlation).toBeLessThan(1);
    expect(values).toEqual(along.slice(200).map((units) => -units[1]!));
  });

  it("is shown on text that it was not chosen by; what is nowhere is not shown", async () => {
    const text = "Ay:\nso it is, my lord.\n".repeat(20);
    const vocabulary = buildVocabulary([text], { tokenizer: "characters" });
    const letters = new Set(Array.from("Ayositmylrd", (letter) => vocabulary.tokens.indexOf(letter)));
    // A network whose second cell says whether the last character was a letter.
    const network: Network = {
      input: { tokens: int32("N", "T"), c: float32(1, "N", 2) },
      output: "logits",
      run: () => Promise.reject(new Error("not run")),
      outputs: async ({ tokens }) => ({
        logits: ndarray(new Float32Array(vocabulary.tokens.length), [1, vocabulary.tokens.length, 1]),
        c: ndarray([noise(), letters.has(tokens!.data[0]!) ? 2 : -2], [1, 1, 2]),
      }),
    };
    const figures = await unitFigures(network, vocabulary, text);
    expect(figures.map(({ title }) => title.split(":")[0])).toContain("Unit 1 follows what is inside of a word");
    expect(figures.some(({ title }) => title.includes("quotes"))).toBe(false);
    const word = figures.find(({ title }) => title.includes("word:"))!;
    expect(word.tokens.join("")).toBe(text.slice(text.length / 2));
    expect(word.title).toContain("correlation 1.00");
    expect(word.values).toEqual(Array.from(word.tokens, (token) => (/\p{L}/u.test(token) ? 1 : -1) * Math.tanh(2)));
  });
});

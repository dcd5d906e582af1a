import { evaluate, ndarray, RandomStream, tensor } from "@blockzoo/core";
import { TextClassifier, TokenTagger } from "@blockzoo/rnn";
import { describe, expect, it } from "vitest";

const sizes = { vocabulary: 9, classes: 3, embedding: 4, hidden: 5 };
const steps = 7;
const lengths = [7, 3, 1];
const stream = new RandomStream(0, "tokens");
const tokens = Array.from({ length: lengths.length * steps }, () => stream.integer(sizes.vocabulary));

describe.each([
  ["class of a text", new TextClassifier(sizes), [3], () => 1],
  ["class of each token", new TokenTagger(sizes), [3, 7], (length: number) => length],
] as const)("the %s", (_, model, shape, kept) => {
  const run = (ids: readonly number[], own: readonly number[]) =>
    evaluate(
      () =>
        model.forward(
          tensor(ndarray([...ids], [own.length, ids.length / own.length], "int32")),
          tensor([...own], "int32"),
        ),
      {
        model,
        seed: 1,
      },
    );

  it("is what the text gets alone, whatever stands at padding", async () => {
    const together = await run(tokens, lengths);
    expect(together.shape).toEqual([lengths.length, ...shape]);
    for (const [text, length] of lengths.entries()) {
      const alone = await run(tokens.slice(text * steps, text * steps + length), [length]);
      const places = shape[1] ?? 1;
      for (let index = 0; index < sizes.classes; index++) {
        for (let place = 0; place < kept(length); place++) {
          const found = together.data[(text * sizes.classes + index) * places + place];
          expect(found).toBeCloseTo(alone.data[index * kept(length) + place]!, 12);
        }
      }
    }
  });

  it("depends on what comes before and on what comes behind", async () => {
    const text = [1, 2, 3, 4, 5];
    const at = async (ids: readonly number[]) => {
      const { data } = await run(ids, [5]);
      // The class of the whole text, or of the token in the middle.
      return shape.length === 1 ? data[0]! : data[2]!;
    };
    const [as, before, behind] = [await at(text), await at([6, 2, 3, 4, 5]), await at([1, 2, 3, 4, 6])];
    expect(Math.abs(as - before)).toBeGreaterThan(1e-6);
    expect(Math.abs(as - behind)).toBeGreaterThan(1e-6);
  });
});

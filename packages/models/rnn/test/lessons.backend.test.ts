// A user's own data, learned by the networks for it, and then asked as a user asks.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { RandomStream, type Backend } from "@blockzoo/core";
import { openVariant, sizedFor, type MeaningOf, type OpenedVariant, type Task, type Variant } from "@blockzoo/family";
import { rnn } from "@blockzoo/rnn";
import { afterAll, beforeAll, expect, it } from "vitest";

let backend: Backend;
let folder: string;
beforeAll(async () => {
  [backend, folder] = [await onnxruntime(), await mkdtemp(join(tmpdir(), "blockzoo-lessons-"))];
});
afterAll(async () => {
  await backend.dispose();
  await rm(folder, { recursive: true, force: true });
});

const stream = new RandomStream(0, "lessons");
const one = <Value>(values: readonly Value[]) => values[stream.integer(values.length)]!;
const many = <Value>(count: number, make: () => Value) => Array.from({ length: count }, make);

interface Taught<T extends Task> {
  readonly opened: OpenedVariant<T>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
}

/** A variant that has learned a file, ready to be asked. */
async function taught<T extends Task>(
  variant: Variant<T>,
  { file, content, epochs }: { readonly file: string; readonly content: string; readonly epochs: number },
): Promise<Taught<T>> {
  const path = join(folder, file);
  await writeFile(path, content);
  const notes: string[] = [];
  const { lesson } = await variant.task.command();
  const { meaning, recipe } = await lesson!(path, { seed: 0, note: (text) => notes.push(text.replaceAll(path, file)) });
  const sized = sizedFor(variant, meaning as MeaningOf<T>);
  const { weights, metrics } = await recipe(sized, { id: "own", epochs, learningRate: 0.01 }).run({ backend });
  // As weights files hold it.
  const stored: unknown = JSON.parse(JSON.stringify(meaning));
  return { opened: await openVariant({ variant, weights, meaning: stored, source: path, backend }), metrics, notes };
}

it("classifies texts that are like those in a table", async () => {
  const film = () => one(["film", "plot", "cast", "ending"]);
  const [good, bad] = [
    ["great", "fine", "lovely"],
    ["poor", "dull", "awful"],
  ];
  const rows = many(200, () =>
    one([
      () => `good\tThe ${film()} is ${one(good)}, and so is the ${film()}.`,
      () => `bad\tThe ${film()} is ${one(bad)}, and so is the ${film()}.`,
    ])(),
  );
  const content = `class\ttext\n${rows.join("\n")}\n`;
  const { opened, metrics, notes } = await taught(rnn.variants["bilstm-text-classifier"], {
    file: "reviews.tsv",
    content,
    epochs: 6,
  });
  expect(metrics["accuracy"]).toBe(1);
  expect(notes).toEqual([
    "note: reviews.tsv: texts from column 2, classes from column 1; class in the first row is a name",
    "note: learning the classes bad, good",
    "note: reviews.tsv: 160 texts to learn from, in a vocabulary of 18; 40 held out",
  ]);
  const [best] = await opened.use.classify("A lovely cast");
  expect(best).toMatchObject({ label: "good" });
  expect(await opened.use.classify("Dull!", { top: 1 })).toMatchObject([{ label: "bad" }]);
});

it("labels tokens of sentences that it never saw, by those around them", async () => {
  // Each of these is a verb behind a pronoun and a noun behind an article.
  const words = ["watch", "play", "walk", "drink", "look", "call"];
  const sentence = () => {
    const object = [`${one(["the", "a"])}\tDET`, `${one(words)}\tNOUN`];
    return [`${one(["they", "we"])}\tPRON`, `${one(words)}\tVERB`, ...object, ".\t."].join("\n");
  };
  const content = many(100, sentence).join("\n\n");
  const { opened, metrics } = await taught(rnn.variants["bilstm-token-tagger"], {
    file: "sentences.conll",
    content,
    epochs: 15,
  });
  expect(metrics["accuracy"]).toBe(1);
  const labelled = await opened.use.label("we play the play");
  expect(labelled.map(({ token, label }) => `${token} ${label}`)).toEqual([
    "we PRON",
    "play VERB",
    "the DET",
    "play NOUN",
  ]);
  // A noun that the vocabulary has not.
  expect((await opened.use.label("they call a taxi .")).at(3)).toMatchObject({ token: "taxi", label: "NOUN" });
});

it("forecasts a series as it went on before", async () => {
  const height = (step: number) => 200 + 50 * Math.sin(step / 3);
  const rows = many(300, () => 0).map((_, step) => `day ${step},${height(step).toFixed(3)}`);
  const { opened, metrics, notes } = await taught(rnn.variants["lstm-forecaster"], {
    file: "tides.csv",
    content: `day,height\n${rows.join("\n")}\n`,
    epochs: 60,
  });
  expect(notes.at(-1)).toBe(
    "note: learning to say 7 steps of height by the 30 before; the last fifth of 300 steps is held out",
  );
  expect(metrics["relativeError"]).toBeLessThan(0.1);
  const known = Array.from({ length: 40 }, (_, step) => height(step));
  const { data, shape } = await opened.use.forecast(known, { horizon: 10 });
  expect(shape).toEqual([10, 1]);
  data.forEach((value, ahead) => expect(Math.abs(value - height(40 + ahead))).toBeLessThan(8));
});

it("says what it cannot learn from", async () => {
  const lesson = async (variant: Variant, file: string, content: string | Uint8Array) => {
    const path = join(folder, file);
    await writeFile(path, content);
    const command = await variant.task.command();
    return command.lesson!(path, { seed: 0, note: () => {} });
  };
  const { "bilstm-token-tagger": tagger, "lstm-forecaster": forecaster } = rnn.variants;
  await expect(lesson(tagger, "one.conll", "a\tX\nb\tY\n")).rejects.toThrow(
    "one.conll: has 1 sentences, too few to hold some out",
  );
  await expect(lesson(tagger, "same.conll", "a\tX\n\nb\tX\n")).rejects.toThrow("same.conll: has the one label X");
  await expect(lesson(tagger, "latin.conll", Uint8Array.of(0x61, 0xe9))).rejects.toThrow(
    "latin.conll: is no UTF-8 text at byte 1",
  );
  await expect(lesson(forecaster, "flat.csv", "x\n".concat("3\n".repeat(40)))).rejects.toThrow(
    "flat.csv: x never changes: there is nothing to forecast",
  );
  await expect(lesson(forecaster, "short.csv", "x\n1\n2\n3\n")).rejects.toThrow(
    "short.csv: has 3 steps, expected 20 at least",
  );
});

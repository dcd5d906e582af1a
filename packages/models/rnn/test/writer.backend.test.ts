// A user's own text, as the command learns it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { ndarray, type Backend } from "@blockzoo/core";
import { encodeText } from "@blockzoo/data/text";
import { compileNetworks, sizedFor } from "@blockzoo/family";
import { memoryCheckpoints } from "@blockzoo/train";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rnn } from "../src/index.js";

let backend: Backend;
let folder: string;
beforeAll(async () => {
  backend = await onnxruntime({ threads: 1 });
  folder = mkdtempSync(join(tmpdir(), "blockzoo-writer-"));
});
afterAll(async () => {
  await backend.dispose();
  rmSync(folder, { recursive: true });
});

const notes: string[] = [];

/** The lesson of a file with these contents. */
async function lessonOf(name: string, contents: string | Uint8Array) {
  const path = join(folder, name);
  writeFileSync(path, contents);
  const { lesson } = await rnn.variants["lstm-writer"].task.command();
  return lesson!(path, { seed: 0, note: (text) => notes.push(text) });
}

/** 1,000 characters: 900 are learned, 100 are held out. */
const poem = "Über alles\nwächst Gras: 日.".padEnd(40, "x").repeat(25);

describe("a lesson of a text", () => {
  it("is learned, measured on what was held out, and goes on to the same numbers", async () => {
    const { meaning, recipe } = await lessonOf("poem.txt", poem);
    expect(notes.at(-1)).toMatch(/1000 characters of \d+ kinds; learning the first 900, the last 100 are held out$/);
    const variant = sizedFor(rnn.variants["lstm-writer"], meaning);
    const learned = recipe(variant, { id: "poem", epochs: 40 });
    const whole = await learned.run({ backend });
    expect(whole.finished).toBe(true);
    // Every 40 characters it begins anew: at last there is nothing that it could not know.
    expect(whole.metrics["bitsPerCharacter"]).toBeLessThan(0.3);
    expect(whole.history[0]!.loss).toBeGreaterThan(2);
    const { metrics: last } = whole.history.at(-1)!;
    expect(last!["bitsPerCharacter"]).toBeCloseTo(whole.metrics["bitsPerCharacter"]!, 5);

    // What this poem has none of, quotes and lines of one word, is not looked for.
    expect(whole.figures!.map(({ kind, title }) => [kind, title.replace(/^Unit \d+ follows |: .*$/g, "")])).toEqual([
      ["text", "how long the line is so far"],
      ["text", "what is inside of a word"],
    ]);

    const { networks, dispose } = await compileNetworks({ variant, weights: whole.weights, source: "", backend });
    const tokens = encodeText(meaning.vocabulary, poem.slice(-100));
    const state = ndarray(new Float32Array(128), [1, 1, 128]);
    const said = await networks["forward"]!.outputs({
      tokens: ndarray(tokens.slice(0, 50), [1, 50]),
      h: state,
      c: state,
    });
    const { shape, data } = said["logits"]!;
    let bits = 0;
    for (let at = 0; at < 50; at++) {
      const scores = Array.from({ length: shape[1]! }, (_, each) => data[each * 50 + at]!);
      const all = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      bits -= Math.log2(Math.exp(scores[tokens[at + 1]!]!) / all) / 50;
    }
    expect(whole.metrics["bitsPerCharacter"]).toBeCloseTo(bits, 5);
    dispose();

    const checkpoints = memoryCheckpoints();
    const stop = new AbortController();
    const onProgress = ({ step }: { readonly step: number }) => step === 20 && stop.abort();
    const stopped = await learned.run({ backend, checkpoints, signal: stop.signal, onProgress });
    expect(stopped.finished).toBe(false);
    const resumed = await learned.run({ backend, checkpoints, resume: true });
    expect(resumed.history).toEqual(whole.history);
    expect(resumed.weights).toEqual(whole.weights);
  });

  it("says how large batches may be", async () => {
    const { recipe } = await lessonOf("short.txt", poem);
    expect(() => recipe(rnn.variants["lstm-writer"], { id: "poem", batchSize: 18 })).toThrow(
      "17 windows of 50 characters, which do not fill a batch of 18: take batches of 17 or fewer",
    );
  });

  it.each<[string, string | Uint8Array, string]>([
    ["empty", "", "has 0 characters, expected at least 1000"],
    ["too short", "x".repeat(999), "has 999 characters, expected at least 1000: give a longer text"],
    ["no UTF-8", Uint8Array.of(0x61, 0xff, 0x62), "is no UTF-8 text at byte 1"],
  ])("says what is wrong with a file that is %s", async (name, contents, message) => {
    await expect(lessonOf(`${name}.txt`, contents)).rejects.toThrow(message);
  });
});

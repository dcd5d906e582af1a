// Recordings of a user's own: a folder of WAV files with texts becomes a network that writes down what is said in others.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { ndarray, RandomStream, type Backend } from "@blockzoo/core";
import { ctc, type SpeechLabels, type Transcriber } from "@blockzoo/ctc";
import { changeRate } from "@blockzoo/data/audio";
import { openVariant, sizedFor, type Lesson, type OpenedVariant, type RecipeResult } from "@blockzoo/family";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wav, type WavOptions } from "./wav-files.js";

const sampleRate = 8000;
/** What "speaks" here: each letter is a tone of 0.1 s, between silences of 0.05 s. */
const pitches: Readonly<Record<string, number>> = { a: 500, b: 900, c: 1600 };

function sing(text: string, seed: number): Float32Array {
  const noise = new RandomStream(seed, "noise");
  const seconds = Array.from(text).flatMap((letter) => [
    { hertz: pitches[letter]!, count: 0.1 * sampleRate },
    { hertz: 0, count: 0.05 * sampleRate },
  ]);
  const tones = [{ hertz: 0, count: 0.05 * sampleRate }, ...seconds].flatMap(({ hertz, count }) =>
    Array.from({ length: count }, (_, at) => 0.3 * Math.sin((2 * Math.PI * hertz * at) / sampleRate)),
  );
  return Float32Array.from(tones, (value) => value + noise.normal(0, 0.01));
}

function textOf(seed: number): string {
  const stream = new RandomStream(seed, "text");
  return Array.from({ length: 1 + stream.integer(3) }, () => "abc"[stream.integer(3)]).join("");
}

const folders: string[] = [];
async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "blockzoo-ctc-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const { task } = ctc.variants["ctc-digits"];
const command = await task.command();
const learn = (folder: string) => command.lesson!(folder, { seed: 0, note: () => undefined });

let backend: Backend;
beforeAll(async () => {
  backend = await onnxruntime({ threads: 1 });
});
afterAll(async () => {
  await backend.dispose();
  for (const folder of folders) await rm(folder, { recursive: true });
});

describe("a lesson", () => {
  let taught: Lesson<SpeechLabels>;
  let result: RecipeResult;
  let opened: OpenedVariant<typeof task>;

  beforeAll(async () => {
    // Of two rates, one of which has two channels, and in capital letters.
    const files = Array.from({ length: 60 }, (_, index) => {
      const text = textOf(index);
      const high = index % 2 === 0;
      const samples = sing(text, index);
      const sound = high ? changeRate(samples, { from: sampleRate, to: 22_050 }) : samples;
      return [
        [`${index}.wav`, wav(sound, high ? { sampleRate: 22_050, channels: 2 } : {})],
        [`${index}.txt`, `${text.toUpperCase()}\n`],
      ] as const;
    });
    taught = await learn(await folderOf(Object.fromEntries(files.flat())));
    const variant = sizedFor(ctc.variants["ctc-digits"], taught.meaning);
    const recipe = taught.recipe(variant, { id: "songs", epochs: 60, batchSize: 18, learningRate: 3e-3 });
    result = await recipe.run({ backend, seed: 0 });
    opened = await openVariant({ variant, weights: result.weights, meaning: taught.meaning, source: "songs", backend });
  }, 120_000);
  afterAll(() => opened.use.dispose());

  it("finds its rate and its characters, and teaches them to a network of their size", () => {
    expect(taught.meaning.sampleRate).toBe(8000);
    expect(taught.meaning.vocabulary.tokens.toSorted()).toEqual(["<blank>", "a", "b", "c"]);
    expect(result.metrics["labelErrorRate"]).toBeLessThan(0.1);
    expect(result.figures?.map(({ kind }) => kind)).toEqual(["posteriors", "posteriors", "posteriors"]);
  });

  it.each<[string, WavOptions]>([
    ["8 bit", { encoding: "8 bit" }],
    ["24 bit", { encoding: "24 bit" }],
    ["32 bit", { encoding: "32 bit" }],
    ["float", { encoding: "float" }],
    ["double", { encoding: "double" }],
    ["stereo", { channels: 2 }],
    ["another rate", { sampleRate: 44_100 }],
    ["an odd chunk before the sound", { oddChunk: true }],
    ["a stream without a length", { streamed: true }],
  ])("is heard in a file of %s", async (_, options) => {
    const samples = sing("cab", 1000);
    const sound = changeRate(samples, { from: sampleRate, to: options.sampleRate ?? sampleRate });
    const folder = await folderOf({ "call.wav": wav(sound, options) });
    const answer = await ask(join(folder, "call.wav"));
    expect(answer.text).toBe("cab");
    expect(answer.json).toMatchObject({ text: "cab", beams: { length: 3, 0: { text: "cab" } } });
    expect(answer.figure).toMatchObject({ kind: "posteriors", labels: taught.meaning.vocabulary.tokens });
  });

  async function ask(input: string, use = opened.use) {
    const notes: string[] = [];
    const { networks, meaning } = opened;
    const note = (text: string) => notes.push(text);
    const answer = await command.answer({ input, use, networks, meaning, settings: { beams: 16 }, top: 3, note });
    return { ...answer, notes };
  }

  it("says where nothing was heard", async () => {
    const nothing = { text: "", logProbability: 0, score: 0, beams: [], path: [], posteriors: ndarray([[1, 0, 0, 0]]) };
    const answer = await ask("wind.wav", { ...opened.use, transcribe: async () => nothing });
    expect(answer).toMatchObject({ text: "", notes: ["note: nothing was heard in wind.wav"], json: { text: "" } });
  });

  it("says what cannot be heard", async () => {
    const samples = sing("a", 0);
    const folder = await folderOf({
      "short.wav": wav(samples.slice(0, 199)),
      "cut.wav": wav(samples).slice(0, 300),
      "song.mp3": new TextEncoder().encode("ID3"),
    });
    await expect(ask(join(folder, "short.wav"))).rejects.toThrow("short.wav: lasts 0.0249 s, expected 0.025 to 600 s");
    await expect(ask(join(folder, "cut.wav"))).rejects.toThrow(
      /cut\.wav: byte 36: the chunk "data" declares .*: it is truncated/,
    );
    await expect(ask(join(folder, "song.mp3"))).rejects.toThrow("song.mp3: does not begin as a WAV file");
  });

  it("hears when each letter begins, and lets a language model speak", async () => {
    const use: Transcriber = opened.use;
    const sound = { samples: sing("abcab", 7), sampleRate };
    const heard = await use.transcribe(sound);
    expect(heard.text).toBe("abcab");
    expect(heard.path.map(({ token }) => token).join("")).toBe("abcab");
    heard.path.forEach(({ seconds }, index) => expect(Math.abs(seconds - (0.05 + 0.15 * index))).toBeLessThan(0.1));
    expect(heard.logProbability).toBe(heard.beams[0]!.logProbability);
    expect(heard.posteriors.shape).toEqual([20, 4]);
    const without = await use.transcribe(sound, { languageModel: (token) => (token === "b" ? -Infinity : 0) });
    expect(without.text).not.toContain("b");
    const twice = await use.transcribe(sound, {
      languageModel: (token, before) => (before.includes(token) ? -Infinity : 0),
    });
    expect(new Set(twice.text).size).toBe(twice.text.length);
  });
});

describe("a folder of recordings", () => {
  const one = wav(sing("abc", 0));
  const first = { "a.wav": one, "a.txt": "abc" };
  it.each<[string, Readonly<Record<string, string | Uint8Array>>, string]>([
    ["one recording", first, "has one recording, expected at least two"],
    [
      "a slow sound",
      { ...first, "b.wav": wav(sing("b", 0), { sampleRate: 2000 }), "b.txt": "b" },
      "has a recording of 2000 samples a second, speech needs at least 4000",
    ],
    ["an empty text", { ...first, "b.wav": one, "b.txt": " \n" }, "b.wav: its text is empty"],
    ["hardly a sound", { ...first, "b.wav": wav(new Float32Array(9)), "b.txt": "b" }, "b.wav: lasts 0.00112 s"],
    ["bytes for a text", { ...first, "b.wav": one, "b.txt": Uint8Array.of(0xff) }, "b.txt: is no UTF-8 text at byte 0"],
    ["no text", { ...first, "b.wav": one }, "b.txt: cannot be read"],
    ["half a file", { "a.wav": one, "b.wav": one.slice(0, 99), "list.csv": "a,abc\nb,b\n" }, "b.wav: byte 36"],
  ])("with %s is refused, and the file is named", async (_, files, message) => {
    await expect(learn(await folderOf(files))).rejects.toThrow(message);
  });

  it("is refused where a text does not fit into its sound", async () => {
    const files = { "a.wav": one, "a.txt": "abc", "b.wav": one, "b.txt": "abccccccccc" };
    const { recipe, meaning } = await learn(await folderOf(files));
    const run = recipe(sizedFor(ctc.variants["ctc-digits"], meaning), { id: "songs" }).run({ backend });
    await expect(run).rejects.toThrow(
      'b.wav: "abccccccccc" needs 19 steps of the network, the sound leaves 12: is it the text of another recording?',
    );
  });
});

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ndarray } from "@blockzoo/core";
import {
  batched,
  byLength,
  classifiedRecordings,
  everything,
  transcribedRecordings,
  type Recording,
} from "@blockzoo/data";
import { readRecordings, spokenDigits } from "@blockzoo/data/node";
import { buildVocabulary } from "@blockzoo/data/text";
import { describe, expect, it } from "vitest";
import { realData } from "../real-data.js";
import { batchesOfEpoch } from "../sequences/made-sequences.js";
import { temporaryFolder } from "../temporary-folder.js";

const sound = (samples: number[], sampleRate = 8000, channels = 1) => ({
  sampleRate,
  samples: ndarray(Float32Array.from(samples), [channels, samples.length / channels]),
});
const recordings: Recording[] = [
  { name: "a.wav", text: "yes", sound: sound([0.5, 0.25, -1]) },
  { name: "b.wav", text: "no", sound: sound([0.125]) },
];

describe("classifiedRecordings", () => {
  it("has sounds of unequal length and their classes", () => {
    const dataset = classifiedRecordings({ name: "words", recordings });
    expect(dataset.labels).toEqual(["no", "yes"]);
    expect(everything(dataset)).toEqual({
      x: ndarray([
        [0.5, 0.25, -1],
        [0.125, 0, 0],
      ]),
      xLengths: ndarray([3, 1], [2], "int32"),
      y: ndarray([1, 0], [2], "int32"),
    });
    const others = classifiedRecordings({ name: "words", recordings, labels: ["yes", "no", "perhaps"] });
    expect([...everything(others).y!.data]).toEqual([0, 1]);
  });

  it("makes features of sounds", () => {
    const dataset = classifiedRecordings({
      name: "words",
      recordings,
      features: ({ samples }) => ndarray(Float32Array.from(samples.data, Math.abs), [samples.data.length, 1]),
    });
    expect(dataset.gather([0]).x).toEqual(ndarray([[[0.5], [0.25], [1]]]));
  });

  it("says which recording does not go with the others", () => {
    const together = (other: Recording["sound"]) =>
      classifiedRecordings({ name: "words", recordings: [...recordings, { name: "c.wav", text: "no", sound: other }] });
    expect(() => together(sound([1], 16_000))).toThrow(
      "words: c.wav has 16000 frames a second, a.wav has 8000: convert it",
    );
    expect(() => together(sound([1, 2], 8000, 2))).toThrow("words: c.wav has 2 channels, expected one");
    expect(() => together(sound([]))).toThrow("words: x of sample 2 is empty");
  });
});

describe("transcribedRecordings", () => {
  it("has two sequences a sample", () => {
    const vocabulary = buildVocabulary(["yes", "no"], {
      tokenizer: "characters",
      special: { blank: "-", padding: "_" },
    });
    const batch = everything(transcribedRecordings({ name: "words", recordings, vocabulary }));
    expect(Object.keys(batch).toSorted()).toEqual(["x", "xLengths", "y", "yLengths"]);
    expect([...batch.y!.data].map((id) => vocabulary.tokens[id]).join("")).toBe("yesno_");
    expect([...batch.yLengths!.data]).toEqual([3, 2]);
  });
});

/** A mono WAV file with 16-bit samples. */
function wav(...samples: number[]): Buffer {
  const file = Buffer.alloc(44 + 2 * samples.length);
  file.write("RIFF", 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8);
  [16, 0x1_0001, 8000, 16_000, 0x10_0002].forEach((word, index) => file.writeUInt32LE(word, 16 + 4 * index));
  file.write("data", 36);
  file.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((sample, index) => file.writeInt16LE(sample, 44 + 2 * index));
  return file;
}

async function folderOf(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const described = (read: readonly Recording[]) =>
  read.map(({ name, text, sound: { samples } }) => [name, text, ...samples.data]);
const expected = [
  ["a.wav", "good day", 0.5],
  ["b.WAV", "goodbye", -0.5, 0.25],
];
const sounds = { "b.WAV": wav(-16_384, 8192), "a.wav": wav(16_384), "._a.wav": "of the Finder", "notes.md": "other" };

describe("readRecordings", () => {
  it("finds texts beside the sounds", async () => {
    const folder = await folderOf({ ...sounds, "a.txt": "good day\n", "b.txt": "goodbye" });
    expect(described(await readRecordings({ folder, texts: "beside" }))).toEqual(expected);
    await expect(readRecordings({ folder, texts: "beside", maxBytes: 11 })).rejects.toThrow(
      "the sounds to b.WAV take 12 bytes, more than the limit of 11",
    );
    const lacking = await folderOf({ ...sounds, "a.txt": "good day" });
    await expect(readRecordings({ folder: lacking, texts: "beside" })).rejects.toThrow("b.txt: cannot be read");
  });

  it("finds texts in a table, which says what is read", async () => {
    const table = "text,file,speaker\ngood day,a.wav,1\ngoodbye,b.WAV,2\n";
    const folder = await folderOf({ ...sounds, "c.wav": wav(0), "texts.csv": table });
    const texts = { table: "texts.csv", file: "file", text: "text" };
    expect(described(await readRecordings({ folder, texts }))).toEqual(expected);
    await writeFile(join(folder, "texts.csv"), `${table}what,d,3\n`);
    await expect(readRecordings({ folder, texts })).rejects.toThrow('texts.csv: row 4, "file": there is no "d" in');
    await expect(readRecordings({ folder, texts: { ...texts, text: "said" } })).rejects.toThrow('no column "said"');
  });

  it("reads a table without names, of files without their ending", async () => {
    const folder = await folderOf({ "a.wav": wav(16_384), "metadata.csv": "a|good day|Good day\n" });
    const texts = { table: "metadata.csv", file: "1", text: "2", header: false, delimiter: "|" };
    expect(described(await readRecordings({ folder, texts }))).toEqual([["a.wav", "good day", 0.5]]);
  });

  it("takes texts from names, and passes over those without", async () => {
    const folder = await folderOf(sounds);
    const texts = (name: string) => (name === "a.wav" ? "good day" : undefined);
    expect(described(await readRecordings({ folder, texts }))).toEqual([expected[0]]);
    await expect(readRecordings({ folder, texts: () => undefined })).rejects.toThrow(
      "none of its .wav files has a text",
    );
  });

  it.each([
    [
      "the only table, with names in its first row",
      "texts.csv",
      'file_name,speaker,transcription\na.wav,1,good day\nb,2,"good, bye"\n',
    ],
    ["a metadata table between bars", "metadata.csv", "a|Good Day|good day\r\nb|GOOD, BYE|good, bye\r\n"],
    ["tabs, and names of files in the last column", "list.tsv", "sentence\tpath\ngood day\ta.wav\ngood, bye\tb.WAV\n"],
    ["semicolons", "list.csv", "a.wav;good day\nb.wav;good, bye\n"],
  ])("finds texts by itself: %s", async (_, name, table) => {
    const folder = await folderOf({ ...sounds, [name]: table });
    if (name === "metadata.csv") await writeFile(join(folder, "other.tsv"), "of something else");
    expect(described(await readRecordings({ folder }))).toEqual([
      expected[0],
      ["b.WAV", "good, bye", ...expected[1]!.slice(2)],
    ]);
  });

  it("finds sounds in folders, and their texts beside them or in a table", async () => {
    const folder = await folderOf({});
    await mkdir(join(folder, "wavs"));
    await writeFile(join(folder, "wavs", "a.wav"), wav(16_384));
    await writeFile(join(folder, "wavs", "a.txt"), "  good day \n");
    expect(described(await readRecordings({ folder }))).toEqual([["wavs/a.wav", "good day", 0.5]]);
    for (const cell of ["a", "a.wav", "wavs/a.wav", "wavs/a"]) {
      await writeFile(join(folder, "metadata.csv"), `${cell}|"Oh," she said.\n`);
      expect(described(await readRecordings({ folder }))).toEqual([["wavs/a.wav", '"Oh," she said.', 0.5]]);
    }
  });

  it.each([
    [{ "a.csv": "a|x\n", "b.csv": "a|x\n" }, "holds a.csv and b.csv: call the one with the texts metadata.csv"],
    [{ "a.csv": "file,text\nc.wav,no\n" }, 'a.csv: row 2: there is no "c.wav" in'],
    [
      { "a.csv": "a.wav,one\nb.wav,one, two\n" },
      "a.csv: row 2 has 3 fields, row 1 has 2: a text with a delimiter in it needs quotes",
    ],
    [
      { "a.csv": "one,two\n" },
      'a.csv: row 1 is ["one","two"], expected the name of a .wav file of the folder, and what is said in it',
    ],
    [{ "a.csv": "" }, "a.csv: row 1 is [], expected the name"],
    [{ "a.txt": "good day" }, "b.txt: cannot be read"],
  ])("says where no texts are to be found: %o", async (files, message) => {
    const folder = await folderOf({ ...sounds, ...files });
    await expect(readRecordings({ folder })).rejects.toThrow(message);
  });

  it("says what is no folder, and what has no sounds", async () => {
    const folder = await folderOf({ "notes.md": "none" });
    await expect(readRecordings({ folder, texts: "beside" })).rejects.toThrow(`${folder}: has no .wav file`);
    const missing = join(folder, "missing");
    await expect(readRecordings({ folder: missing, texts: "beside" })).rejects.toThrow("cannot be read as a folder");
  });
});

describe("spokenDigits", () => {
  it("takes the official parts, and refuses other names", async () => {
    const folder = await temporaryFolder();
    const place = join(folder, "free-spoken-digit-dataset", "recordings");
    await expect(spokenDigits({ split: "test", folder })).rejects.toThrow("download https://github.com/Jakobovski");
    await mkdir(place, { recursive: true });
    for (const name of ["7_jackson_4", "3_theo_5", "3_theo_49"]) await writeFile(join(place, `${name}.wav`), wav(1));
    const texts = async (split: "train" | "test") => (await spokenDigits({ split, folder })).map(({ text }) => text);
    expect(await texts("test")).toEqual(["7"]);
    expect(await texts("train")).toEqual(["3", "3"]);
    expect((await spokenDigits({ split: "test", folder })).map(({ speaker }) => speaker)).toEqual(["jackson"]);
    await writeFile(join(place, "seven.wav"), wav(1));
    await expect(texts("train")).rejects.toThrow("seven.wav is not called {digit}_{speaker}_{take}.wav");
  });

  const folder = realData("free-spoken-digit-dataset");
  it.skipIf(folder === undefined)("reads the recordings into buckets of their lengths", async () => {
    const [train, test] = await Promise.all(
      (["train", "test"] as const).map((split) => spokenDigits({ split, folder: folder! })),
    );
    expect([train!.length, test!.length]).toEqual([900, 300]);
    const dataset = classifiedRecordings({ name: "digits", recordings: test! });
    expect(dataset.labels).toEqual(Array.from("0123456789"));
    const source = batched(dataset, { batchSize: 32, sampling: byLength({ buckets: 4 }), remainder: "mask" });
    const batches = await batchesOfEpoch(source, 0);
    expect(batches).toHaveLength(source.batchesPerEpoch);
    expect(new Set(batches.map(({ x }) => x!.shape.join())).size).toBe(4);
    const real = batches.flatMap(({ mask }) => Array.from(mask!.data)).filter((value) => value === 1);
    expect(real).toHaveLength(300);
  });
});

// Texts, sounds and series of a user's own that do not fit: what `train` and `predict` say of them.
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { blockzooHere, expectRefused, userFolder, type Ended } from "./command.js";

let folder: string;
const at = (name: string): string => join(folder, name);
const train = (id: string, data: string, out = "made"): Promise<Ended> =>
  blockzooHere(["train", id, "--data", at(data), "--out", at(out), "--steps", "1"]);
/** Asks a network that has learned for one step what `samples` show. */
const predict = (id: keyof typeof samples, input: string, ...more: string[]): Promise<Ended> =>
  blockzooHere(["predict", id, "--weights", at(`${id}/weights.safetensors`), "--input", input, ...more]);

const samples = {
  "lstm-writer": "tale.txt",
  "luong-translator": "pairs.tsv",
  "bilstm-text-classifier": "reviews.tsv",
  "bilstm-token-tagger": "tags.txt",
  "lstm-forecaster": "tides.csv",
  "ctc-digits": "tones",
} as const;

interface WavOptions {
  readonly rate?: number;
  readonly channels?: number;
  readonly bits?: 8 | 16 | 24 | 32;
  readonly float?: boolean;
  /** A chunk of an odd length before the samples. */
  readonly extra?: boolean;
  /** As a program that streams writes it: sizes that nobody knew yet. */
  readonly streamed?: boolean;
}

/** Half a second of 440 Hz as a WAV file. */
function wav({ rate = 8000, channels = 1, bits = 16, float = false, extra, streamed }: WavOptions = {}): Buffer {
  const width = bits / 8;
  const samples = Array.from({ length: rate / 2 }, (_, index) => 0.5 * Math.sin((2 * Math.PI * 440 * index) / rate));
  const data = Buffer.alloc(samples.length * channels * width);
  samples.forEach((sample, index) => {
    for (let channel = 0; channel < channels; channel++) {
      const place = (index * channels + channel) * width;
      if (float) data.writeFloatLE(sample, place);
      else if (bits === 8) data.writeUInt8(Math.round(128 + 127 * sample), place);
      else data.writeIntLE(Math.round((2 ** (bits - 1) - 1) * sample), place, width);
    }
  });
  const format = Buffer.alloc(16);
  format.writeUInt16LE(float ? 3 : 1, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(rate * channels * width, 8);
  format.writeUInt16LE(channels * width, 12);
  format.writeUInt16LE(bits, 14);
  const chunk = (id: string, content: Buffer, size = content.length) => {
    const header = Buffer.alloc(8);
    header.write(id, "latin1");
    header.writeUInt32LE(size, 4);
    return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
  };
  const unknown = 2 ** 32 - 1;
  const inside = Buffer.concat([
    Buffer.from("WAVE", "latin1"),
    chunk("fmt ", format),
    ...(extra === true ? [chunk("LIST", Buffer.from("odd"))] : []),
    chunk("data", data, streamed === true ? unknown : data.length),
  ]);
  return chunk("RIFF", inside, streamed === true ? unknown : inside.length);
}

beforeAll(async () => {
  folder = await userFolder();
  const write = (name: string, content: string | Uint8Array) => writeFile(at(name), content);
  await write("empty.txt", "");
  await write("short.txt", "To be or not to be.");
  await write("latin.txt", Buffer.from(`caf\u00e9 ${"x".repeat(2000)}`, "latin1"));
  await write("no-tab.tsv", "Go.\tVe.\nHi. Hola.\n");
  await write("few.tsv", "Go.\tVe.\nHi.\tHola.\n");
  await write("one-class.tsv", `text\tlabel\n${Array.from("abcdefgh", (name) => `a film ${name}\tgood\n`).join("")}`);
  await write("no-label.txt", "fox\tNOUN\ncrow\n");
  await write("words.csv", "month,weather\nMay,fine\nJune,fair\n");
  await write("gap.csv", `height\n${"1\n".repeat(30)}\n\n2\n`);
  await write("brief.csv", "height\n1\n2\n3\n");
  await write("call.wav", wav());
  await write("cut.wav", wav().subarray(0, 30));
  await write("no.wav", "To be or not to be, that is the question.");
  await write("silent.wav", wav().subarray(0, 44));
  await mkdir(at("sounds"));
  for (const name of ["a", "b", "c"]) {
    await write(`sounds/${name}.wav`, wav());
    await write(`sounds/${name}.txt`, "to be or not to be, that is the question: whether 'tis nobler in the mind");
  }
  await mkdir(at("untold"));
  await write("untold/a.wav", wav());
  await mkdir(at("nothing"));

  await write("tale.txt", "the fox said to the crow: good day.\n".repeat(40));
  await write("pairs.tsv", Array.from("abcdefghijkl", (name) => `house ${name}\tcasa ${name}\n`).join(""));
  await write("reviews.tsv", `text\tlabel\n${"a good film\tgood\na bad film\tbad\n".repeat(9)}`);
  await write("tags.txt", "the\tDET\nfox\tNOUN\n\n".repeat(9));
  await write("tides.csv", `height\n${Array.from({ length: 60 }, (_, hour) => `${Math.sin(hour)}\n`).join("")}`);
  await mkdir(at("tones"));
  for (const name of ["a", "b", "c"]) {
    await write(`tones/${name}.wav`, wav());
    await write(`tones/${name}.txt`, "low");
  }
});

it.each(Object.entries(samples))("%s learns %s", async (id, data) => {
  expect((await train(id, data, id)).code).toBe(0);
});

describe("train refuses", () => {
  it.each([
    ["lstm-writer", "empty.txt", /empty\.txt: .*1,?000/],
    ["lstm-writer", "short.txt", "short.txt: has 19 characters, expected at least 1000: give a longer text"],
    ["lstm-writer", "latin.txt", "latin.txt: is no UTF-8 text at byte 3"],
    ["lstm-writer", "nothing", /nothing: /],
    ["luong-translator", "no-tab.tsv", /no-tab\.tsv: line 2.*tab/],
    ["luong-translator", "few.tsv", "few.tsv: has 2 different sources, expected 10 or more"],
    ["luong-translator", "latin.txt", "latin.txt: is no UTF-8 text at byte 3"],
    ["bilstm-text-classifier", "one-class.tsv", /one-class\.tsv: .*expected two at least/],
    ["bilstm-token-tagger", "no-label.txt", /no-label\.txt: line 2/],
    ["lstm-forecaster", "words.csv", "words.csv: has no column of numbers"],
    ["lstm-forecaster", "gap.csv", /gap\.csv: row 3\d/],
    ["lstm-forecaster", "brief.csv", "brief.csv: has 3 steps, expected 20 at least"],
    ["ctc-digits", "nothing", /nothing: /],
    ["ctc-digits", "untold", /untold\/a\.txt/],
    ["ctc-digits", "sounds", /sounds: .*\.wav: "to be .*" needs \d+ steps of the network, the sound leaves \d+/],
  ] as const)("%s %s", async (id, data, message) => {
    expectRefused(await train(id, data), message);
    expect(await readdir(folder)).not.toContain("weights.safetensors");
  });
});

describe("predict refuses", () => {
  it.each([
    ["lstm-writer", "日本", /日.*is not among the/],
    ["luong-translator", "", /empty|expected/],
    ["luong-translator", " ", /empty|expected/],
    ["bilstm-text-classifier", "", "--input is empty, expected a text"],
    ["bilstm-token-tagger", "{}/empty.txt", "empty.txt: is empty, expected a text in each line"],
    ["lstm-forecaster", "{}/brief.csv", "brief.csv: has 3 steps, the network reads"],
    ["ctc-digits", "{}/none.wav", "none.wav: cannot be read"],
    ["ctc-digits", "{}/no.wav", /no\.wav: .*RIFF|no\.wav: .*WAV/],
    ["ctc-digits", "{}/cut.wav", /cut\.wav: .*(truncated|ends)/],
    ["ctc-digits", "{}/silent.wav", /silent\.wav: /],
  ] as const)("%s %j", async (id, input, message) => {
    expectRefused(await predict(id, input.replace("{}", folder)), message);
  });
});

describe("predict takes", () => {
  it.each([
    ["8 bits", { bits: 8 }],
    ["24 bits", { bits: 24 }],
    ["32 bits", { bits: 32 }],
    ["floats", { bits: 32, float: true }],
    ["two channels", { channels: 2 }],
    ["a higher rate", { rate: 44_100 }],
    ["an odd chunk before the samples", { extra: true }],
    ["a header that was written before the length was known", { streamed: true }],
  ] satisfies [string, WavOptions][])("a WAV file with %s as it takes another", async (name, options) => {
    const file = at(`${name.replaceAll(" ", "-")}.wav`);
    await writeFile(file, wav(options));
    const heard = async (path: string) => {
      const { code, stdout } = await predict("ctc-digits", path, "--json");
      expect(code).toBe(0);
      return JSON.parse(stdout) as { text: string; logProbability: number };
    };
    const [plain, other] = [await heard(at("call.wav")), await heard(file)];
    expect(Math.abs(other.logProbability / plain.logProbability - 1)).toBeLessThan(0.02);
  });

  it("a sentence that is longer than those learned, with a note", async () => {
    const { code, stderr } = await predict("luong-translator", "the house ".repeat(60), "--set", "beams=1");
    expect(code).toBe(0);
    expect(stderr).toMatch(/note: the sentence has \d+ tokens, the longest that was learned from/);
  });

  it("no beginning at all, for a text", async () => {
    const { code, stdout } = await predict("lstm-writer", "", "--set", "length=5", "--json");
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { text: string }).text).toHaveLength(5);
  });
});

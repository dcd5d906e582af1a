// `blockzoo predict` and `blockzoo train` on sound: what is heard in WAV files, what is drawn of it, what is learned from a folder.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RandomStream } from "@blockzoo/core";
import { changeRate } from "@blockzoo/data/audio";
import { beforeAll, describe, expect, it } from "vitest";
import { blockzooHere, expectRefused, userFolder } from "./command.js";

const sampleRate = 8000;
let folder: string;
const at = (name: string): string => join(folder, name);

/** Vowels that glide: 40 harmonics of 100 Hz under two resonances that move, 0.4 s each, with 0.1 s between them. */
function voice(seed: number): Float32Array {
  const stream = new RandomStream(seed, "vowels");
  const resonances = () => [stream.uniform(300, 800), stream.uniform(900, 2400)];
  const vowels = Array.from({ length: 4 }, () => [resonances(), resonances()] as const);
  return Float32Array.from({ length: vowels.length * 4000 }, (_, index) => {
    const [from, to] = vowels[Math.floor(index / 4000)]!;
    const share = (index % 4000) / 3200;
    if (share > 1) return stream.normal(0, 0.001);
    let sum = 0;
    for (let hertz = 100; hertz < 4000; hertz += 100) {
      const gains = from.map((start, peak) => Math.exp(-(((hertz - start - share * (to[peak]! - start)) / 120) ** 2)));
      sum += (gains[0]! + gains[1]!) * Math.sin((2 * Math.PI * hertz * index) / sampleRate);
    }
    return 0.1 * Math.sin(Math.PI * share) * sum + stream.normal(0, 0.001);
  });
}

/** A WAV file of 16 bits, all of whose channels have the same sound. */
function wav(samples: Float32Array, { rate = sampleRate, channels = 1 } = {}): Buffer {
  const file = Buffer.alloc(44 + 2 * channels * samples.length);
  file.write("RIFF____WAVEfmt ____");
  [
    [4, file.length - 8],
    [16, 16],
    [20, 1 + channels * 2 ** 16],
    [24, rate],
    [28, 2 * channels * rate],
    [32, 2 * channels + 16 * 2 ** 16],
    [40, file.length - 44],
  ].forEach(([place, value]) => file.writeUInt32LE(value!, place));
  file.write("data", 36);
  samples.forEach((value, index) => {
    for (let channel = 0; channel < channels; channel++)
      file.writeInt16LE(Math.round(32_767 * value), 44 + 2 * (channels * index + channel));
  });
  return file;
}

beforeAll(async () => {
  folder = await userFolder();
  const samples = voice(4);
  await writeFile(at("call.wav"), wav(samples));
  await writeFile(
    at("studio.wav"),
    wav(changeRate(samples, { from: sampleRate, to: 44_100 }), { rate: 44_100, channels: 2 }),
  );
  await writeFile(at("click.wav"), wav(samples.slice(0, 100)));
  await writeFile(at("cut.wav"), wav(samples).subarray(0, 9000));
  await writeFile(at("call.mp3"), "ID3");
});

const predict = (name: string, ...options: string[]) =>
  blockzooHere(["predict", "ctc-digits.fsdd", "--input", at(name), ...options]);

describe("the transcriber", () => {
  it("writes down what it hears, at any rate and with any channels", async () => {
    const { code, stdout, stderr } = await predict("call.wav");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^\d+\n$/);
    expect((await predict("studio.wav")).stdout).toBe(stdout);
  });

  it("tells programs all readings, and writes the text and a picture", async () => {
    const { code, stdout } = await predict(
      "call.wav",
      "--json",
      "--top",
      "3",
      "--set",
      "beams=40",
      "--out",
      at("call.txt"),
    );
    const { text, beams, path } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(beams).toHaveLength(3);
    expect(beams[0].text).toBe(text);
    const probabilities = beams.map((beam: { readonly logProbability: number }) => Math.exp(beam.logProbability));
    expect(probabilities).toEqual(probabilities.toSorted((a: number, b: number) => b - a));
    for (const { token, seconds } of path) {
      expect(token).toMatch(/^\d$/);
      expect(seconds).toBeLessThan(2);
    }
    expect(await readFile(at("call.txt"), "utf8")).toBe(`${text}\n`);
    await predict("call.wav", "--out", at("heard.svg"));
    expect(await readFile(at("heard.svg"), "utf8")).toMatch(/^<svg /);
  });

  it.each([
    ["click.wav", "click.wav: lasts 0.0125 s, expected 0.025 to 600 s"],
    ["cut.wav", 'cut.wav: byte 36: the chunk "data" declares 32000 bytes, the file has 8956 more: it is truncated'],
    ["call.mp3", "call.mp3: does not begin as a WAV file"],
    ["none.wav", "none.wav: cannot be read"],
  ])("refuses %s in one sentence", async (name, message) => {
    expectRefused(await predict(name), message);
  });

  it("refuses a beam of no width, and weights that do not say what they hear", async () => {
    expectRefused(await predict("call.wav", "--set", "beams=0"), "beams");
    const untrained = ["predict", "ctc-digits", "--weights", "random:0", "--input", at("call.wav")];
    expectRefused(await blockzooHere(untrained), "call.wav: the weights do not say how such a file becomes an input");
  });
});

describe("a folder of recordings", () => {
  it("is learned, and the weights write its letters", async () => {
    await mkdir(at("words"));
    for (let index = 0; index < 6; index++) {
      await writeFile(at(`words/${index}.wav`), wav(voice(index).slice(0, 4000)));
      await writeFile(at(`words/${index}.txt`), index % 2 === 0 ? "Ja" : "Nein");
    }
    const trained = await blockzooHere([
      "train",
      "ctc-digits",
      "--data",
      at("words"),
      "--steps",
      "2",
      "--batch",
      "2",
      "--out",
      at("run"),
    ]);
    expect(trained).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("5 recordings to learn, 1 held out; 5 characters"),
    });
    const weights = ["predict", "ctc-digits", "--weights", at("run/weights.safetensors")];
    const { code, stdout } = await blockzooHere([...weights, "--input", at("call.wav"), "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).text).toMatch(/^[jaein]*$/);
    expect(await readFile(at("run/report.html"), "utf8")).toContain("<svg");
  });

  it("is refused where there are no recordings", async () => {
    await mkdir(at("empty"));
    const train = (data: string) => blockzooHere(["train", "ctc-digits", "--data", at(data), "--out", at("none")]);
    expectRefused(await train("empty"), "empty: has no .wav file");
    expectRefused(await train("call.wav"), "call.wav: cannot be read as a folder");
  });
});

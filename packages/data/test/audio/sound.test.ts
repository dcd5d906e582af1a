import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ndarray } from "@blockzoo/core";
import { changeRate, readSound, type SoundSource } from "@blockzoo/data/audio";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.js";

const wave = (count: number, hertz: number, sampleRate: number) =>
  Float32Array.from({ length: count }, (_, at) => Math.sin((2 * Math.PI * hertz * at) / sampleRate));

/** The largest difference, away from the ends, where a sound begins out of nothing. */
function inside(found: Float32Array, expected: Float32Array, margin = 100): number {
  expect(found.length).toBe(expected.length);
  return found
    .slice(margin, -margin)
    .reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at + margin]!)), 0);
}

describe("changeRate", () => {
  it.each([
    [44_100, 8000, 440],
    [44_100, 16_000, 3000],
    [48_000, 8000, 3400],
    [16_000, 8000, 1000],
    [8000, 16_000, 3000],
    [8000, 44_100, 1000],
    [22_050, 8000, 100],
    [8000, 8001, 2000],
  ])("of a tone below both limits gives that tone: %d to %d, %d Hz", (from, to, hertz) => {
    const found = changeRate(wave(from / 2, hertz, from), { from, to });
    expect(inside(found, wave(Math.ceil(to / 2), hertz, to), 600)).toBeLessThan(2e-3);
  });

  it.each([
    [44_100, 8000, 4500],
    [16_000, 8000, 7000],
    [48_000, 16_000, 9000],
  ])("hears nothing of what is above half of the new rate: %d to %d, %d Hz", (from, to, hertz) => {
    const found = changeRate(wave(from / 2, hertz, from), { from, to });
    expect(inside(found, new Float32Array(to / 2))).toBeLessThan(2e-3);
  });

  it("keeps what is constant, and what has the rate", () => {
    const flat = changeRate(new Float32Array(2000).fill(0.5), { from: 11_025, to: 8000 });
    expect(inside(flat, new Float32Array(flat.length).fill(0.5))).toBeLessThan(1e-3);
    const samples = wave(50, 700, 8000);
    expect(changeRate(samples, { from: 8000, to: 8000 })).toEqual(samples);
    expect(changeRate(new Float32Array(0), { from: 8000, to: 16_000 })).toHaveLength(0);
    expect(() => changeRate(samples, { from: 0, to: 8000 })).toThrow("0 samples a second cannot be changed to 8000");
  });
});

/** A WAV file of 16 bits. */
function wav(channels: readonly Float32Array[], sampleRate: number): Buffer {
  const count = channels[0]!.length;
  const file = Buffer.alloc(44 + 2 * channels.length * count);
  file.write("RIFF", 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(channels.length, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(2 * channels.length * sampleRate, 28);
  file.writeUInt16LE(2 * channels.length, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(file.length - 44, 40);
  for (let at = 0; at < count; at++) {
    channels.forEach((channel, index) =>
      file.writeInt16LE(Math.round(32_767 * channel[at]!), 44 + 2 * (at * channels.length + index)),
    );
  }
  return file;
}

describe("readSound", () => {
  const tone = wave(8000, 500, 8000);
  const half = tone.map((value) => value / 2);

  it("gives the same samples of a path, bytes, a buffer, a file of a page, and samples", async () => {
    const bytes = wav([half], 8000);
    const path = join(await temporaryFolder(), "tone.wav");
    await writeFile(path, bytes);
    const buffer = Uint8Array.from(bytes).buffer;
    const sources = [path, bytes, buffer, new File([buffer], "tone.wav"), { samples: half, sampleRate: 8000 }];
    for (const source of sources)
      expect(inside(await readSound(source, { sampleRate: 8000 }), half)).toBeLessThan(1e-4);
  });

  it("mixes channels down, and changes the rate", async () => {
    const left = wave(44_100, 500, 44_100);
    const bytes = wav([left, new Float32Array(left.length)], 44_100);
    expect(inside(await readSound(bytes, { sampleRate: 8000 }), half)).toBeLessThan(2e-3);
    const samples = ndarray(Float32Array.from([...tone, ...tone.map((value) => -value)]), [2, tone.length]);
    expect(await readSound({ samples, sampleRate: 8000 }, { sampleRate: 8000 })).toEqual(new Float32Array(8000));
  });

  it("says what cannot be heard", async () => {
    const read = async (source: unknown, options = {}) =>
      readSound(source as SoundSource, { sampleRate: 8000, ...options });
    await expect(read(Buffer.from("ID3, an MP3 file"))).rejects.toThrow("the sound: does not begin as a WAV file");
    await expect(read(new File(["RIFF"], "cut.wav"))).rejects.toThrow("cut.wav: does not begin as a WAV file");
    await expect(read(wav([half], 8000), { atLeast: 2 })).rejects.toThrow("the sound: lasts 1 s, expected 2 to 600 s");
    // Memory is taken for no such sound: it would have 8,000 times the samples of the file.
    await expect(read(wav([half], 1))).rejects.toThrow("the sound: lasts 8000 s, expected 0 to 600 s");
    const broken = { samples: Float32Array.of(0, NaN), sampleRate: 8000 };
    await expect(read(broken)).rejects.toThrow("the sound: sample 1 is NaN, expected finite numbers");
    await expect(read({ samples: half, sampleRate: -1 })).rejects.toThrow("the sound: has -1 samples a second");
    await expect(read({ samples: [0, 1], sampleRate: 8000 })).rejects.toThrow(
      "a Float32Array or an array [channels, samples], got Array",
    );
    await expect(read(half)).rejects.toThrow(
      "a sound is expected, a path or address, the bytes of a WAV file or { samples, sampleRate }, got Float32Array",
    );
    await expect(read("missing.wav")).rejects.toThrow("missing.wav: cannot be read");
  });
});

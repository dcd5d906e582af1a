import { describe, expect, it } from "vitest";
import { parseWav } from "@blockzoo/data";
import { WordCutter } from "../src/teach/sounds/word-cutter.js";
import { wavFile } from "../src/teach/sounds/wav-file.js";

const sampleRate = 16_000;

/** Seconds of a hum, or of a faint hiss. */
function sound(seconds: number, loudness: number): Float32Array {
  return Float32Array.from(
    { length: seconds * sampleRate },
    (_, at) => loudness * Math.sin(at / 7) + 0.001 * Math.sin(at * at),
  );
}

/** The seconds that each word lasts which is cut out of what is heard, in pieces of 128 samples as a page hears it. */
function cut(...parts: readonly Float32Array[]): number[] {
  const words: number[] = [];
  const cutter = new WordCutter(sampleRate, (word) => words.push(word.length / sampleRate));
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 128) cutter.hear(part.subarray(at, at + 128));
  }
  return words;
}

describe("what a microphone hears", () => {
  it("is cut into words, each with a little silence around it", () => {
    const words = cut(sound(1, 0), sound(0.5, 0.2), sound(1, 0), sound(0.3, 0.1), sound(1, 0));
    expect(words).toHaveLength(2);
    expect(words[0]).toBeCloseTo(0.7, 1);
    expect(words[1]).toBeCloseTo(0.5, 1);
  });

  it("has no word where it is silent, or only clicks", () => {
    expect(cut(sound(3, 0))).toEqual([]);
    expect(cut(sound(1, 0), sound(0.04, 0.5), sound(1, 0))).toEqual([]);
  });

  it("is cut where a word has no end", () => {
    expect(cut(sound(1, 0), sound(5, 0.2), sound(1, 0)).every((seconds) => seconds <= 2)).toBe(true);
  });

  it("is heard in a room that is not silent", () => {
    expect(cut(sound(2, 0.02), sound(0.5, 0.3), sound(1, 0.02))).toHaveLength(1);
  });

  it("becomes a file of 8000 samples a second", async () => {
    const bytes = new Uint8Array(await wavFile(sound(0.5, 0.2), sampleRate).arrayBuffer());
    const { sampleRate: rate, samples } = parseWav(bytes, { name: "word.wav" });
    expect(rate).toBe(8000);
    expect(samples.shape).toEqual([1, 4000]);
    expect(Math.max(...samples.data)).toBeCloseTo(0.2, 1);
  });
});

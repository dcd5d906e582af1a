import { ndarray } from "@blockzoo/core";
import {
  batched,
  byLength,
  everything,
  joinedRecordings,
  type JoinedRecordingsOptions,
  type Recording,
} from "@blockzoo/data";
import { decodeText, type Vocabulary } from "@blockzoo/data/text";
import { describe, expect, it } from "vitest";
import { batchesOfEpoch } from "../sequences/made-sequences.js";

const vocabulary: Vocabulary = { tokenizer: "characters", tokens: ["-", "1", "2", "3"], special: { blank: "-" } };

/** A digit as so many samples of its loudness, from a voice that is up or down. */
const digit = (text: string, sign: number): Recording => ({
  name: `${text}.wav`,
  text,
  sound: {
    sampleRate: 100,
    samples: ndarray(new Float32Array(10 * Number(text)).fill((sign * Number(text)) / 10), [1, 10 * Number(text)]),
  },
});
const voices = [1, -1].map((sign) => ["1", "2", "3"].map((text) => digit(text, sign)));
const options: JoinedRecordingsOptions = {
  name: "digits",
  voices,
  vocabulary,
  count: 60,
  parts: { atLeast: 2, atMost: 4 },
  noise: { atLeast: 1e-4, atMost: 1e-2 },
};

describe("joinedRecordings", () => {
  const dataset = joinedRecordings(options);
  const batch = everything(dataset);
  const [, width] = batch.x!.shape as [number, number];

  it("says one digit after the other, with gaps of at most 0.15 s, in one voice", () => {
    const sizes = new Set<number>();
    let noise = 0;
    for (let sample = 0; sample < dataset.size; sample++) {
      const samples = Array.from(
        batch.x!.data.subarray(sample * width, sample * width + batch.xLengths!.data[sample]!),
      );
      // To tenths, so that noise is 0: runs of one value are digits and gaps.
      const runs = samples
        .map((value) => Math.round(10 * value))
        .reduce<[number, number][]>((all, value) => {
          const last = all.at(-1);
          if (last?.[0] === value) last[1]++;
          else all.push([value, 1]);
          return all;
        }, []);
      const said = runs.filter(([value]) => value !== 0);
      const text = said
        .flatMap(([value, length]) => Array.from({ length: length / Math.abs(10 * value) }, () => Math.abs(value)))
        .join("");
      const labels = batch.y!.data.subarray(sample * batch.y!.shape[1]!).subarray(0, batch.yLengths!.data[sample]);
      expect(text).toBe(decodeText(vocabulary, labels));
      expect([...new Set(said.map(([value]) => Math.sign(value)))]).toEqual([1 - 2 * batch.voice!.data[sample]!]);
      expect(runs.every(([value, length]) => value !== 0 || length <= 15)).toBe(true);
      expect(runs[0]![0] !== 0 && runs.at(-1)![0] !== 0).toBe(true);
      sizes.add(text.length);
      noise = Math.max(noise, ...samples.map((value) => Math.abs(10 * value - Math.round(10 * value))));
    }
    expect(sizes).toEqual(new Set([2, 3, 4]));
    expect(noise).toBeGreaterThan(1e-3);
  });

  it("is decided by its seed, sample by sample", () => {
    const again = joinedRecordings(options);
    expect(again.gather([7, 3])).toEqual(
      joinedRecordings({ ...options, count: 8 }).gather([7, 3], { padTo: { x: width, y: 4 } }),
    );
    expect(again.lengths).toEqual(dataset.lengths);
    expect(joinedRecordings({ ...options, seed: 1 }).lengths).not.toEqual(dataset.lengths);
  });

  it("comes in buckets of its lengths", async () => {
    const source = batched(dataset, { batchSize: 10, sampling: byLength({ buckets: 3 }) });
    const batches = await batchesOfEpoch(source, 0);
    expect(new Set(batches.map(({ x }) => x!.shape[1])).size).toBe(3);
    for (const { x, xLengths, y, yLengths } of batches) {
      for (const [array, lengths] of [
        [x!, xLengths!],
        [y!, yLengths!],
      ] as const)
        expect(Math.max(...lengths.data)).toBeLessThanOrEqual(array.shape[1]!);
    }
  });

  it.each([
    [{ voices: [] }, "digits: expected voices with at least one recording each, found none"],
    [{ voices: [voices[0]!, []] }, "found 3, 0"],
    [{ count: 0 }, "digits: count must be a positive whole number, found 0"],
    [{ parts: { atLeast: 3, atMost: 2 } }, "digits: expected whole numbers of parts that rise from 1, found 3 to 2"],
    [
      { voices: [[digit("1", 1), { ...digit("2", 1), sound: { sampleRate: 200, samples: ndarray([[0], [1]]) } }]] },
      "digits: 2.wav has 2 channels of 200 samples a second, expected one of 100",
    ],
    [{ voices: [[{ ...digit("1", 1), text: "9" }]] }, '1.wav: token 0, "9", is not among the 4 of the vocabulary'],
  ])("says what cannot be joined: %o", (changed, message) => {
    expect(() => joinedRecordings({ ...options, ...changed })).toThrow(message);
  });
});

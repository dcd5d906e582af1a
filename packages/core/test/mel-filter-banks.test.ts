import { describe, expect, it } from "vitest";
import {
  evaluate,
  float32,
  framesOf,
  lengthsAfter,
  logMelFilterBanks,
  ndarray,
  normalizeAlongTime,
  RandomStream,
  specialize,
  tensor,
  trace,
  type FilterBankOptions,
} from "../src/index.js";
import golden from "./golden/filter-banks.json" with { type: "json" };

const banksOf = (samples: readonly number[], options: FilterBankOptions) =>
  evaluate(() => logMelFilterBanks(tensor(ndarray(Float64Array.from(samples), [1, samples.length])), options));

describe("logMelFilterBanks", () => {
  it.each(golden)(
    "gives what NumPy's Fourier transform gives: $options",
    async ({ options, samples, frames, values }) => {
      const { shape, data } = await banksOf(samples, options);
      expect(shape).toEqual([1, frames, options.bands]);
      values.forEach((value, index) => expect(data[index]).toBeCloseTo(value, 8));
    },
  );

  it("hears a wave of one frequency of the transform where it is, as strong as Hann's window lets it", async () => {
    // 256 samples at 8,000 Hz: a transform as long as the frame, whose frequency 32 is 1,000 Hz.
    const wave = Array.from({ length: 256 }, (_, at) => 0.5 * Math.cos((2 * Math.PI * 32 * at) / 256));
    const options = { sampleRate: 8000, frame: 0.032, bands: 1, lowest: 0, highest: 4000 };
    const { data } = await banksOf(wave, options);
    // One triangle from 0 to 4,000 Hz; its peak is half way in mel. Hann's window: A N / 4, and half of it on both sides.
    const peak = 700 * (Math.sqrt(1 + 4000 / 700) - 1);
    const triangle = (hertz: number) => Math.min(hertz / peak, (4000 - hertz) / (4000 - peak));
    const energy = (0.5 * 256) ** 2 / 16;
    const expected = energy * (triangle(1000) + (triangle(1000 - 31.25) + triangle(1000 + 31.25)) / 4);
    expect(data[0]).toBeCloseTo(Math.log(expected), 10);
  });

  it("takes any number of samples from the frame's on, and as many frames fit as it says", async () => {
    const options = { sampleRate: 8000, bands: 5 };
    const graph = trace(({ samples }) => logMelFilterBanks(samples, options), { samples: float32("N", "S") });
    for (const count of [200, 279, 280, 1234]) {
      const [output] = specialize(graph, { N: 2, S: count }).outputs;
      const { data } = await evaluate(() => lengthsAfter(tensor([count], "int32"), framesOf(options)));
      expect(output!.tensor.shape).toEqual([2, data[0], 5]);
    }
  });

  it.each([
    [
      { sampleRate: 8000, highest: 5000 },
      "the bands must lie between 0 and 4000 Hz, half of the sample rate, got 0 to 5000",
    ],
    [{ sampleRate: 8000, lowest: 900, highest: 800 }, "the bands must lie between 0 and 4000 Hz"],
    [{ sampleRate: 8000, bands: 0 }, "bands must be a positive whole number, got 0"],
    [
      { sampleRate: 8000, bands: 120 },
      "120 bands from 0 to 4000 Hz are narrower than a transform of 256 samples can tell",
    ],
    [{ sampleRate: 8000, frame: 0 }, "frames of 0 s every 0.01 s at 8000 samples a second have 0 samples every 80"],
    [{ sampleRate: NaN }, "frames of 0.025 s every 0.01 s at NaN samples a second have NaN samples every NaN"],
  ])("refuses %j", async (options, message) => {
    await expect(banksOf(new Array<number>(400).fill(0), options)).rejects.toThrow(`logMelFilterBanks: ${message}`);
  });

  it("refuses what are no samples, and less than a frame", async () => {
    await expect(evaluate(() => logMelFilterBanks(tensor([1]), { sampleRate: 8000 }))).rejects.toThrow(
      "logMelFilterBanks expects samples [N, S], got float32[1]",
    );
    await expect(banksOf([0, 0, 0], { sampleRate: 8000 })).rejects.toThrow("conv");
  });
});

describe("normalizeAlongTime", () => {
  it("gives each sequence a mean of 0 and a deviation of 1 over its own steps", async () => {
    const stream = new RandomStream(0, "frames");
    const x = ndarray(stream.fillNormal(new Float64Array(3 * 9 * 2), 4, 3), [3, 9, 2]);
    const lengths = [9, 5, 0];
    const { data } = await evaluate(() => normalizeAlongTime(tensor(x), tensor(lengths, "int32")));
    for (const [sample, length] of lengths.entries()) {
      for (const channel of [0, 1]) {
        const at = (values: ArrayLike<number>) =>
          Array.from({ length: 9 }, (_, step) => values[(sample * 9 + step) * 2 + channel]!);
        const [own, given] = [at(data), at(x.data).slice(0, length)];
        const mean = given.reduce((sum, value) => sum + value, 0) / length;
        const deviation = Math.sqrt(given.reduce((sum, value) => sum + (value - mean) ** 2, 0) / length + 1e-5);
        given.forEach((value, step) => expect(own[step]).toBeCloseTo((value - mean) / deviation, 10));
        expect(own.slice(length).every((value) => value === 0)).toBe(true);
      }
    }
  });

  it("refuses what are no sequences", async () => {
    await expect(evaluate(() => normalizeAlongTime(tensor([1]), tensor([1], "int32")))).rejects.toThrow(
      "normalizeAlongTime expects sequences [N, T, C], got float32[1]",
    );
  });
});

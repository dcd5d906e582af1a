import { countParameters, evaluate, ndarray, RandomStream, tensor, type NDArray } from "@blockzoo/core";
import { AcousticModel, ctc } from "@blockzoo/ctc";
import { describe, expect, it } from "vitest";

const steps = 13;
const lengths = [13, 6, 9, 1];

function frames(bands: number): NDArray {
  const stream = new RandomStream(1, "frames");
  const data = stream.fillNormal(new Float64Array(lengths.length * steps * bands), 0, 1);
  return ndarray(data, [lengths.length, steps, bands]);
}

describe.each([
  ["frames", { bands: 3, classes: 4, hidden: 5 }, (length: number) => length],
  ["convolutions", { bands: 3, classes: 4, hidden: 5, channels: 6 }, (length: number) => Math.ceil(length / 4)],
] as const)("an acoustic model on %s", (_, options, left) => {
  const model = new AcousticModel(options);
  const run = (x: NDArray, own: readonly number[]) =>
    evaluate(() => model.forward(tensor(x), tensor([...own], "int32")), { model, seed: 2 });

  it("gives each row of a padded batch what it gives alone, whatever stands at padding", async () => {
    const x = frames(3);
    const together = await run(x, lengths);
    expect([...together.steps.data]).toEqual(lengths.map(left));
    const [, kept, classes] = together.logits.shape as [number, number, number];
    for (const [sample, length] of lengths.entries()) {
      const start = sample * steps * 3;
      const own = ndarray(Float64Array.from(x.data.subarray(start, start + length * 3)), [1, length, 3]);
      const alone = await run(own, [length]);
      expect(alone.logits.shape).toEqual([1, left(length), classes]);
      alone.logits.data.forEach((value, index) =>
        expect(together.logits.data[sample * kept * classes + index]).toBeCloseTo(value, 12),
      );
    }
  });
});

describe("the network for digits", () => {
  it("has a quarter of the steps, and as many parameters as were counted by hand", () => {
    // Two convolutions of width 5, two directions of an LSTM with two biases, a linear layer.
    const convolutions = 5 * 40 * 96 + 96 + 5 * 96 * 96 + 96;
    const recurrent = 2 * 4 * 96 * (96 + 96 + 2);
    expect(countParameters(ctc.create("ctc-digits"))).toBe(convolutions + recurrent + (192 + 1) * 11);
  });
});

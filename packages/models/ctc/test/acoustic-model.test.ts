import { evaluate, ndarray, RandomStream, tensor, type NDArray } from "@blockzoo/core";
import { AcousticModel } from "@blockzoo/ctc";
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

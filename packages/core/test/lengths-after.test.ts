import { describe, expect, it } from "vitest";
import { conv, evaluate, expand, lengthsAfter, tensor } from "../src/index.js";

describe("lengthsAfter", () => {
  it.each([
    { kernel: 5, stride: 2, padding: 2 },
    { kernel: 3 },
    { kernel: 3, stride: 3, padding: 1, dilation: 2 },
    { kernel: 4, stride: 4 },
  ])("is as many steps as a convolution gives each sequence alone: %o", async ({ kernel, ...options }) => {
    const lengths = Array.from({ length: 12 }, (_, index) => index + 1);
    const { data } = await evaluate(() => lengthsAfter(tensor(lengths, "int32"), { kernel, ...options }));
    for (const [index, length] of lengths.entries()) {
      const { stride = 1, padding = 0, dilation = 1 } = options;
      const fits = length + 2 * padding > dilation * (kernel - 1);
      const alone = () =>
        conv(expand(0, [1, 1, length]), expand(0, [1, 1, kernel]), { strides: stride, padding, dilations: dilation });
      expect(data[index], `${length}`).toBe(fits ? (await evaluate(alone)).shape[2] : 0);
    }
  });

  it("refuses what is no length or no window", async () => {
    await expect(evaluate(() => lengthsAfter(tensor([1]), { kernel: 1 }))).rejects.toThrow(
      "lengthsAfter expects int32 lengths, got float32[1]",
    );
    const stride = () => lengthsAfter(tensor([1], "int32"), { kernel: 1, stride: 0 });
    await expect(evaluate(stride)).rejects.toThrow("lengthsAfter: stride must be a whole number of at least 1, got 0");
  });
});

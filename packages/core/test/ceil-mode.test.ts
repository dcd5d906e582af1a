// The shapes of pools whose last window hangs over the end, as torch.nn.functional.max_pool2d has them (PyTorch 1.13).
import { expect, it } from "vitest";
import { maxPool, tensor } from "../src/index.js";
import { drawn, numbers } from "./support.js";

const windows = async (size: number, kernel: number, strides: number) =>
  (await numbers(() => maxPool(tensor(drawn(1, 1, size)), { kernel, strides, ceilMode: true }))).length;

it("gives one window for an input that the kernel exceeds by less than a stride", async () => {
  expect(await windows(2, 3, 2)).toBe(1);
  expect(await windows(1, 2, 3)).toBe(1);
  expect(await windows(4, 6, 3)).toBe(1);
  expect(await numbers(() => maxPool(tensor([[[3, 4]]]), { kernel: 3, strides: 2, ceilMode: true }))).toEqual([4]);
});

it("refuses what PyTorch refuses: a kernel that exceeds it by a stride or more", async () => {
  await expect(windows(2, 3, 1)).rejects.toThrow("the kernel covers 3, more than the padded input 2");
  await expect(windows(2, 4, 2)).rejects.toThrow("the kernel covers 4, more than the padded input 2");
  await expect(windows(1, 5, 3)).rejects.toThrow("the kernel covers 5, more than the padded input 1");
});

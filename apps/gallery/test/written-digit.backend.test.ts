import { describe, expect, it } from "vitest";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { lenet } from "@blockzoo/lenet";
import { writtenDigit } from "../src/laboratory/demos/written-digit.js";

describe("writtenDigit", () => {
  it("is read by a network that learned handwriting", async () => {
    const backend = await onnxruntime();
    const network = await lenet.load("lenet5.mnist", { backend });
    const written = Array.from({ length: 50 }, (_, seed) => ({ digit: seed % 10, seed }));
    const read = await Promise.all(
      written.map(async ({ digit, seed }) => (await network.classify(writtenDigit(digit, seed), { top: 1 }))[0]!.label),
    );
    await backend.dispose();
    const wrong = read.flatMap((label, index) => (label === String(index % 10) ? [] : [`${index % 10} as ${label}`]));
    expect(wrong).toEqual([]);
  });

  it("is the same for the same seed, and another for another", () => {
    expect(writtenDigit(3, 1)).toEqual(writtenDigit(3, 1));
    expect(writtenDigit(3, 2)).not.toEqual(writtenDigit(3, 1));
  });
});

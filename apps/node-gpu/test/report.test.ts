import { referenceBackend } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import type { Devices } from "../src/find-devices.js";
import { findGraphics } from "../src/graphics.js";
import { devicesText, documentOf, lossesAgree, tableText, type Comparison } from "../src/report.js";

const measured = {
  losses: [2.3, 2.2],
  millisecondsPerStep: 8,
  trainedImagesPerSecond: 8000,
  inferredImagesPerSecond: 50_000,
  accuracy: 0.9,
};
const faster = { ...measured, millisecondsPerStep: 2, trainedImagesPerSecond: 32_000 };
const alone: Comparison = { title: "Net", batchSize: 64, steps: 2, cpu: measured, accelerator: undefined };

describe("the losses of two devices", () => {
  const compared = (...losses: number[]) => lossesAgree({ ...alone, accelerator: { ...measured, losses } });

  it("agree within a thousandth, relative to the largest", () => {
    expect(compared(2.3, 2.202)).toBe(true);
    expect(compared(2.3, 2.203)).toBe(false);
  });

  it("do not agree where one is missing or not a number", () => {
    expect(compared(2.3)).toBe(false);
    expect(compared(2.3, NaN)).toBe(false);
  });
});

describe("the table", () => {
  it("says how many times as fast the accelerator is", () => {
    const table = tableText([{ ...alone, accelerator: faster }]);
    expect(table).toMatch(/images a second, training +32000 +8000 +4\.00$/m);
    expect(table).toMatch(/ms a training step +2\.00 +8\.00$/m);
    expect(table).toContain("first 2 losses agree");
  });

  it("has one column where there is no accelerator", () => {
    expect(tableText([alone])).toMatch(/images a second, training +- +8000$/m);
  });
});

describe("what was found", () => {
  const cpu = referenceBackend();
  const refused = [{ name: "cuda", runs: false, reason: "not in this installation", milliseconds: 1 }] as const;
  const without: Devices = { cpu, accelerator: undefined, refused };

  it("says why what was not taken was not", () => {
    expect(devicesText(without)).toContain("not cuda: not in this installation");
    expect(devicesText(without)).toContain("no accelerator works here");
    expect(documentOf(without, [alone])).toMatchObject({ refused: [{ name: "cuda" }], networks: [{ agree: true }] });
  });

  it("names a GPU that is software", () => {
    const graphics = findGraphics({ VK_ICD_FILENAMES: "/usr/lib/chromium/vk_swiftshader_icd.json" });
    expect(graphics.isSoftware).toBe(true);
    const text = devicesText({ ...without, accelerator: { backend: cpu, graphics } });
    expect(text).toContain("vk_swiftshader_icd.json: software that computes on the CPU");
  });
});

import { describe, expect, test } from "vitest";
import { afterDisposals, afterFirstSteps, afterSteps, expectFlat, takenByBlocks } from "./memory.js";

describe.each(["cpu", "wasm"] as const)("memory on %s", (provider) => {
  test("does not grow from the first step to the next ones", async () => {
    expectFlat(await afterFirstSteps(provider));
  });
  test("is flat over 500 steps", { timeout: 300_000 }, async () => {
    expectFlat(await afterSteps(provider, 500));
  });
  test("is given back by disposing", { timeout: 300_000 }, async () => {
    expectFlat(await afterDisposals(provider, 50));
  });
});

test("blocks that are computed again take little more than half", { timeout: 120_000 }, async () => {
  const { again, remembered } = await takenByBlocks("cpu");
  expect(again).toBeLessThan(0.7 * remembered);
});

import { describe, test } from "vitest";
import { afterDisposals, afterSteps, expectFlat } from "./memory.js";

describe("memory on webgpu", () => {
  test("is flat over 50 steps", { timeout: 300_000 }, async () => {
    expectFlat(await afterSteps("webgpu", 50));
  });
  test("is given back by disposing", { timeout: 300_000 }, async () => {
    expectFlat(await afterDisposals("webgpu", 10));
  });
});

import { describe, test } from "vitest";
import { afterDisposals, afterSteps, expectFlat } from "./memory.js";

describe.each(["cpu", "wasm"] as const)("memory on %s", (provider) => {
  test("is flat over 500 steps", { timeout: 300_000 }, async () => {
    expectFlat(await afterSteps(provider, 500));
  });
  test("is given back by disposing", { timeout: 300_000 }, async () => {
    expectFlat(await afterDisposals(provider, 50));
  });
});

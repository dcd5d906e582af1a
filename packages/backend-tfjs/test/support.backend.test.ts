import { caseGraph, opTests } from "@blockzoo/testkit";
import { describe, expect, it, vi } from "vitest";
import { supportOf, tfjs } from "../src/index.js";
import { Plan } from "../src/plan.js";

/** Moves that every backend makes, and that no kernel is missing for. */
const moves = new Set(["Reshape", "Transpose", "Identity", "Tile", "Slice", "PadV2", "Reverse"]);

describe.each(["cpu", "wasm"] as const)("what is said to be one kernel on %s", (device) => {
  it("calls one at most, in every case", async () => {
    const backend = await tfjs({ device });
    const called = vi.spyOn(Plan.prototype, "call");
    const wrong: string[] = [];
    for (const test of opTests().filter(({ op }) => supportOf(op.name, device) === "native")) {
      called.mockClear();
      (await backend.compile(caseGraph(test))).dispose();
      const kernels = called.mock.calls.map(([name]) => name).filter((name) => !moves.has(name));
      const computing = new Set(kernels);
      if (computing.size > 1) wrong.push(`${test.title}: ${[...computing].join(", ")}`);
    }
    called.mockRestore();
    await backend.dispose();
    expect(wrong).toEqual([]);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkoutOf, inCheckout } from "./checkout.js";
import { comparisonTable, runPairs, verdictOn, type Pair } from "./comparison.js";
import type { Contender } from "./contenders.js";
import type { ProcessReport } from "./process-report.js";
import { medianInterval } from "./statistics.js";

const contender: Contender = {
  family: "blockzoo",
  label: "ours",
  threads: 1,
  command: [process.execPath, fileURLToPath(new URL("fixtures/reporting.mjs", import.meta.url))],
  environment: {},
};

function report(milliseconds: number): ProcessReport {
  return {
    runtime: "runtime 1.0",
    results: [1],
    firstStepMilliseconds: 10 * milliseconds,
    milliseconds,
    processorMilliseconds: 2 * milliseconds,
    peakMegabytes: 100,
  };
}

function pair(before: readonly number[], after: readonly number[]): Pair {
  const entry = (times: readonly number[]) => ({ contender, reports: times.map(report), failure: undefined });
  return { title: "step", before: entry(before), after: entry(after) };
}

describe("the interval of a median", () => {
  it("is that of the sign test", () => {
    // Of n values, the chance that the median lies outside of the k-th from either end is 2 P(Binomial(n, 1/2) < k).
    const values = (count: number) => Array.from({ length: count }, (_, index) => count - index);
    expect(medianInterval(values(5), 0.9)).toEqual([1, 5]);
    expect(medianInterval(values(7), 0.9)).toEqual([1, 7]);
    expect(medianInterval(values(9), 0.9)).toEqual([2, 8]);
    expect(medianInterval(values(9), 0.8)).toEqual([3, 7]);
    expect(medianInterval([3], 0.9)).toEqual([3, 3]);
  });
});

describe("a verdict", () => {
  it("needs all rounds of five on one side, by more than two hundredths", () => {
    expect(verdictOn(pair([10, 10, 10, 10, 10], [9, 9.5, 9.7, 9, 8]))).toBe("faster");
    expect(verdictOn(pair([10, 10, 10, 10, 10], [11, 12, 10.5, 11, 10.3]))).toBe("slower");
    expect(verdictOn(pair([10, 10, 10, 10, 10], [9, 9, 9, 9, 10.5]))).toBe("within the spread");
    expect(verdictOn(pair([10, 10, 10, 10, 10], [9.85, 9.85, 9.85, 9.85, 9.85]))).toBe("within the spread");
  });

  it("compares what ran in one round, so that moods of the machine cancel", () => {
    expect(verdictOn(pair([10, 20, 40, 10, 20], [9, 18, 36, 9, 18]))).toBe("faster");
  });

  it("forgives one round of nine", () => {
    const before = Array.from({ length: 9 }, () => 10);
    expect(verdictOn(pair(before, [9, 9, 9, 9, 30, 9, 9, 9, 9]))).toBe("faster");
    expect(verdictOn(pair(before, [9, 9, 9, 9, 30, 30, 9, 9, 9]))).toBe("within the spread");
  });

  it("stands in a table beside ratios, and a failure in place of the times", () => {
    const cells = (pairs: readonly Pair[]) =>
      comparisonTable(pairs)
        .split("\n")
        .map((line) => line.split("|").map((cell) => cell.trim()));
    expect(cells([pair([10, 10, 12, 10, 10], [5, 6, 6, 5, 5])])).toContainEqual(
      ["", "step", "ours", "1", "10.0", "5.00", "0.50", "0.50-0.60", "0.50", "0.50", "0.50", "1.00", "faster", ""], // prettier-ignore
    );
    const failed = { ...pair([1], [1]), before: { contender, reports: [], failure: "failed: no such op" } };
    expect(cells([failed]).at(-1)).toEqual(["", "step", "ours", "1", "failed: no such op", "", "", "", "", "", "", "", "none", ""]); // prettier-ignore
  });
});

// Processes start slowly on a busy machine.
describe("another checkout", { timeout: 30_000 }, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "blockzoo-bench-test-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** A checkout of which there is one package. */
  function fakeCheckout(name: string, reported: ProcessReport): string {
    const checkout = path.join(folder, name);
    const core = path.join(checkout, "tooling/bench/node_modules/@blockzoo/core");
    mkdirSync(core, { recursive: true });
    writeFileSync(path.join(core, "package.json"), JSON.stringify({ type: "module", exports: "./index.js" }));
    writeFileSync(path.join(core, "index.js"), `export const report = ${JSON.stringify(reported)};`);
    return checkout;
  }

  it("lends its packages to the contenders of this one", async () => {
    const after = inCheckout(contender, fakeCheckout("after", report(8)));
    const before = fakeCheckout("before", report(16));
    const options = { problem: "none", stepsOf: () => [1, 1] as const, rounds: 2, progress: () => {} };
    const [found] = await runPairs("step", { ...options, contenders: [after], before });
    expect([found!.before.failure, found!.after.failure]).toEqual([undefined, undefined]);
    expect(found!.before.reports.map(({ milliseconds }) => milliseconds)).toEqual([16, 16]);
    expect(verdictOn(found!)).toBe("too few rounds");
  });

  it("that computes something else is not timed", async () => {
    const after = inCheckout(contender, fakeCheckout("after", report(8)));
    const before = fakeCheckout("before", { ...report(16), results: [1.1] });
    const options = { problem: "none", stepsOf: () => [1, 1] as const, rounds: 1, progress: () => {} };
    const [found] = await runPairs("step", { ...options, contenders: [after], before });
    expect(found!.before.failure).toContain("it computes something else, result 1 is 1.1, ours is 1");
  });

  it("is a folder with its dependencies, or a revision", () => {
    expect(checkoutOf(fakeCheckout("here", report(1)), "")).toBe(path.join(folder, "here"));
    mkdirSync(path.join(folder, "empty"));
    expect(() => checkoutOf(path.join(folder, "empty"), "")).toThrow("is no checkout with its dependencies");
    expect(() => checkoutOf("no-such-revision", "")).toThrow(
      'no folder and no revision of git named "no-such-revision"',
    );
  });
});

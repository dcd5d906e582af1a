import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Contender } from "./contenders.js";
import { readOptions } from "./options.js";
import { tableNames, tables } from "./page/tables.js";
import { readProblem, writeProblem } from "./problem-files.js";
import { runRounds } from "./rounds.js";
import { estimateOf, firstDifference, growthExponent, median, quantile, quotients } from "./statistics.js";
import { workloads } from "./workloads/all.js";
import { firstWeights } from "./workloads/workload.js";

describe("statistics", () => {
  it("takes the middle, or the mean of the two middle ones", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(quantile([4, 0, 2, 1, 3], 0.25)).toBe(1);
    expect(() => median([])).toThrow("no values");
  });

  it("says between which values a median lies, which of eight are not the least and the largest", () => {
    expect(estimateOf([9, 3, 1, 5, 7, 100, 2, 4])).toEqual({ median: 4.5, least: 2, most: 9 });
    expect(estimateOf([9, 3, 1, 5, 7, 100, 2])).toEqual({ median: 5, least: 1, most: 100 });
    expect(estimateOf([3])).toEqual({ median: 3, least: 3, most: 3 });
  });

  it("divides what was measured in one round, as far as there are both", () => {
    expect(quotients([2, 40, 6], [4, 80])).toEqual([0.5, 0.5]);
    expect(quotients([2], [4, 80])).toEqual([0.5]);
  });

  it("finds the power that values grow with", () => {
    const sizes = [4, 8, 16, 32];
    expect(
      growthExponent(
        sizes,
        sizes.map((size) => 7 * size ** 1.5),
      ),
    ).toBeCloseTo(1.5, 12);
    expect(growthExponent(sizes, [3, 3, 3, 3])).toBeCloseTo(0, 12);
    // Between its own powers, 0 of the part that stays and 1 of the part that grows.
    const mixed = growthExponent(
      sizes,
      sizes.map((size) => 8 + size),
    );
    expect(mixed).toBeGreaterThan(0.4);
    expect(mixed).toBeLessThan(0.7);
  });

  it("finds the first loss that differs, NaN included", () => {
    expect(firstDifference([1, 2.0009], [1, 2], 1e-3)).toBeUndefined();
    expect(firstDifference([1, 2.01, 3], [1, 2], 1e-3)).toBe(1);
    expect(firstDifference([Number.NaN], [1], 1e-3)).toBe(0);
  });
});

describe("the command's arguments", () => {
  const names = (argv: readonly string[]) => readOptions(argv).cases.map(({ name }) => name);

  it("measures everything in eight rounds, tries in one, and draws in none", () => {
    expect(readOptions([])).toMatchObject({ mode: "measure", rounds: 8, launcher: [] });
    expect(names([])).toHaveLength(tableNames.reduce((sum, name) => sum + tables[name].cases.length, 0));
    expect(readOptions(["--try", "--only", "lstm"])).toMatchObject({ mode: "try", rounds: 1 });
    expect(readOptions(["--draw"])).toMatchObject({ mode: "draw", rounds: 0 });
    expect(readOptions(["--launcher", "taskset -c 0"]).launcher).toEqual(["taskset", "-c", "0"]);
  });

  it("takes names of tables and of cases, in the order of the page", () => {
    expect(names(["--only", "unsupervised", "--only", "resnet20", "--only", "lenet5"])).toEqual([
      "lenet5",
      "resnet20",
      "rbm",
    ]);
    expect(names(["--only", "growth"])).toContain("depth-44");
  });

  it("compares with the last commit in five rounds, when it shall be quick", () => {
    expect(readOptions(["--quick"])).toMatchObject({ mode: "compare", before: "HEAD", rounds: 5, threads: undefined });
    expect(names(["--quick"])).toEqual(["lenet5", "vgg-mini", "resnet20", "lstm"]);
    const asked = ["--quick", "--before", "main", "--threads", "1", "--on", "tfjs"];
    expect(readOptions(asked)).toMatchObject({ before: "main", threads: 1, on: "tfjs" });
  });

  it("refuses what makes no sense in one sentence", () => {
    expect(() => readOptions(["--only", "vgg"])).toThrow('"vgg" is neither a table nor a case');
    expect(() => readOptions(["--rounds", "0"])).toThrow("--rounds must be 1 or more");
    expect(() => readOptions(["--before", "main"])).toThrow("--before is for --quick");
    expect(() => readOptions(["--quick", "--try"])).toThrow("give one of them");
  });
});

describe("the cases", () => {
  it("have names of their own", () => {
    const all = tableNames.flatMap((name) => tables[name].cases.map((one) => one.name));
    expect(new Set(all).size).toBe(all.length);
  });
});

// Arrays are compared number by number.
describe("the file of a problem", { timeout: 30_000 }, () => {
  const written = (name: string) => {
    const folder = mkdtempSync(path.join(tmpdir(), "blockzoo-bench-test-"));
    writeProblem(path.join(folder, "problem.json"), name);
    const problem = readProblem(path.join(folder, "problem.json"));
    rmSync(folder, { recursive: true });
    return problem;
  };

  it("holds weights and batch to the bit", () => {
    const { weights, batch } = written("lenet5");
    expect(weights).toEqual(firstWeights(workloads["lenet5"]!));
    expect(batch).toEqual(workloads["lenet5"]!.batch());
  });

  it("has no weights where each contender draws them", () => {
    const { weights, batch } = written("start-lenet5");
    expect(weights).toBeUndefined();
    expect(batch).toEqual(workloads["lenet5"]!.batch());
  });
});

const contender: Contender = { family: "blockzoo", label: "ours", threads: 2, command: [], environment: {} };

// Processes start slowly on a busy machine.
describe("rounds", { timeout: 30_000 }, () => {
  /** A process that only reports. */
  function reporting(label: string, results: readonly number[]): Contender {
    const report = { runtime: "none", results, firstStepMilliseconds: 1, milliseconds: 1, processorMilliseconds: 1, peakMegabytes: 1 }; // prettier-ignore
    return { ...contender, label, command: [process.execPath, "-e", `console.log('${JSON.stringify(report)}')`, "--"] };
  }
  const options = { problem: "none", stepsOf: () => [1, 1] as const, rounds: 2 };

  it("go forwards and backwards, and end for who computes something else than the first", async () => {
    const lines: string[] = [];
    const entries = await runRounds({
      ...options,
      contenders: [reporting("ours", [1, 2]), reporting("same", [1, 2.001]), reporting("other", [1, 2.1])],
      progress: (line) => lines.push(line),
    });
    expect(entries.map(({ failure }) => failure)).toEqual([
      undefined,
      undefined,
      "not timed: it computes something else, result 2 is 2.1, ours is 2",
    ]);
    expect(lines.map((line) => /: (\w+),/.exec(line)![1])).toEqual(["ours", "same", "other", "same", "ours"]);
  });

  it("start every process by the launcher", async () => {
    const launcher = [process.execPath, "-e", "process.exit(process.argv.includes('none') ? 3 : 4)", "--"];
    const [entry] = await runRounds({ ...options, launcher, contenders: [contender], progress: () => {} });
    expect(entry!.failure).toBe("failed: exit code 3");
  });
});

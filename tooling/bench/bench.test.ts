import { describe, expect, it } from "vitest";
import { readOptions, sections } from "./options.js";
import { readProblem, writeProblem } from "./problem.js";
import { describeMeasurement, placeInPage } from "./report.js";
import type { Entry } from "./rounds.js";
import { sequenceTable } from "./sequences.js";
import { firstDifference, median } from "./statistics.js";
import { firstWeights, workloads } from "./workloads.js";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

describe("statistics", () => {
  it("takes the middle, or the mean of the two middle ones", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it("finds the first loss that differs, NaN included", () => {
    expect(firstDifference([1, 2.0009], [1, 2], 1e-3)).toBeUndefined();
    expect(firstDifference([1, 2.01, 3], [1, 2], 1e-3)).toBe(1);
    expect(firstDifference([Number.NaN], [1], 1e-3)).toBe(0);
  });
});

describe("the command's arguments", () => {
  it("measures in seven rounds, and tries in one", () => {
    expect(readOptions([])).toMatchObject({ mode: "measure", sections, rounds: 7, launcher: [] });
    expect(readOptions(["--try", "--only", "lstm"])).toMatchObject({ mode: "try", sections: ["lstm"], rounds: 1 });
    expect(readOptions(["--launcher", "taskset -c 0"]).launcher).toEqual(["taskset", "-c", "0"]);
  });

  it("compares with the last commit in five rounds, when it shall be quick", () => {
    expect(readOptions(["--quick"])).toMatchObject({ mode: "compare", before: "HEAD", rounds: 5, threads: undefined });
    const asked = ["--quick", "--before", "main", "--only", "lstm-48x60", "--threads", "1"];
    expect(readOptions(asked)).toMatchObject({ before: "main", workloads: ["lstm-48x60"], threads: 1 });
  });

  it("refuses what makes no sense in one sentence", () => {
    expect(() => readOptions(["--only", "vgg"])).toThrow('there is no workload "vgg"');
    expect(() => readOptions(["--quick", "--only", "inference"])).toThrow('there is no workload "inference"');
    expect(() => readOptions(["--rounds", "0"])).toThrow("--rounds must be 1 or more");
    expect(() => readOptions(["--date", "today"])).toThrow("--date must be");
    expect(() => readOptions(["--before", "main"])).toThrow("--before is for --quick");
    expect(() => readOptions(["--quick", "--try"])).toThrow("--quick keeps no table");
  });
});

describe("the file of a problem", () => {
  it("holds weights and batch to the bit", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "blockzoo-bench-test-"));
    const file = path.join(folder, "lenet5.json");
    writeProblem(file, "lenet5");
    const { weights, batch } = readProblem(file);
    rmSync(folder, { recursive: true });
    expect(weights).toEqual(firstWeights(workloads.lenet5));
    expect(batch).toEqual(workloads.lenet5.batch());
  });
});

describe("the page", () => {
  const contender = (family: "blockzoo" | "pytorch", label: string, threads: number) =>
    ({ family, label, threads, command: [], environment: {} }) as const;
  const reports = (...times: number[]) =>
    times.map((milliseconds) => ({
      runtime: "runtime 1.0",
      results: [],
      milliseconds,
      firstStepMilliseconds: 9 * milliseconds,
      processorMilliseconds: 2 * milliseconds,
      peakMegabytes: 100,
    }));
  const entries: Entry[] = [
    { contender: contender("blockzoo", "ours", 1), reports: reports(10, 14, 12), failure: undefined },
    { contender: contender("pytorch", "PyTorch", 1), reports: reports(8, 8, 8), failure: undefined },
    { contender: contender("pytorch", "PyTorch", 2), reports: [], failure: "not run: no torch" },
  ];

  it("shows median, range, ratio, and the reason of what did not run", () => {
    const text = describeMeasurement({ title: "T", entries, circumstances: "today" });
    const cells = text.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
    expect(cells).toContainEqual(["", "ours", "1", "12.0", "10.0-14.0", "1.50", "3", ""]);
    expect(cells).toContainEqual(["", "PyTorch", "2", "not run: no torch", "", "", "", ""]);
  });

  it("shows sequences beside PyTorch on as many threads, by the clock and by processor time", () => {
    const [own, peer] = entries;
    const row = [own!, { ...own!, contender: contender("blockzoo", "ours", 2) }, peer!, entries[2]!];
    const text = sequenceTable([{ title: "Two LSTMs", entries: row }], {
      what: "training step",
      circumstances: "today",
    });
    const cells = text.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
    expect(cells).toContainEqual(["", "Two LSTMs", "1", "12.0", "10.0-14.0", "8.00", "8.00-8.00", "1.50", "1.50", ""]);
    expect(cells).toContainEqual(["", "Two LSTMs", "2", "12.0", "10.0-14.0", "not run: no torch", "", "", "", ""]);
  });

  it("replaces a section and leaves the rest", () => {
    const page = "a\n<!-- bench:x -->\nold\n<!-- /bench:x -->\nb";
    expect(placeInPage(page, "x", "new")).toBe("a\n<!-- bench:x -->\n\nnew\n\n<!-- /bench:x -->\nb");
    expect(() => placeInPage(page, "y", "new")).toThrow("no place for y");
  });
});

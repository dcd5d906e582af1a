import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { charts } from "./charts.js";
import { markdownTable } from "./markdown-table.js";
import { pageOf, placeInPage } from "./page.js";
import { readRecords, recordOf, type CaseRecord, type Records } from "./records.js";
import { tableOf } from "./tables.js";
import { growthName, growthSeries } from "../workloads/growth.js";
import type { Entry } from "../rounds.js";

const file = (name: string) => new URL(`../../../docs/${name}`, import.meta.url);

const circumstances = { commit: "2026-11-30 abc", command: "pnpm bench", machine: "a machine" };

function entry(family: "blockzoo" | "pytorch" | "exported", threads: number, ...times: number[]): Entry {
  const reports = times.map((milliseconds) => ({
    runtime: `${family} 1.0`,
    results: [],
    firstStepMilliseconds: 100 * milliseconds,
    milliseconds,
    processorMilliseconds: threads * milliseconds,
    peakMegabytes: family === "blockzoo" ? 90 : 120,
  }));
  return { contender: { family, label: family, threads, command: [], environment: {} }, reports, failure: undefined };
}

function cells(text: string): string[][] {
  return text.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
}

const missing: Entry = { ...entry("pytorch", 2), failure: "not run: no torch" };

describe("the tables", () => {
  const record = recordOf(
    [entry("blockzoo", 1, 10, 14, 12), entry("blockzoo", 2, 5, 6, 7), entry("pytorch", 1, 8, 8, 16), missing],
    circumstances,
  );

  it("show ours beside PyTorch on as many threads: medians, best against best, processor time", () => {
    const table = tableOf("training", { lenet5: record })!;
    expect(cells(table)).toContainEqual(
      ["", "LeNet-5, batch 64 of 1x32x32, Adam", "1", "12.0", "8.00", "1.25", "0.75-1.75", "1.25", "1.25", "3", ""], // prettier-ignore
    );
    expect(cells(table)).toContainEqual(
      ["", "LeNet-5, batch 64 of 1x32x32, Adam", "2", "6.00", "not run: no torch", "", "", "", "", "3", ""], // prettier-ignore
    );
    expect(table).toContain("at commit 2026-11-30 abc, `pnpm bench`. a machine; blockzoo 1.0, pytorch 1.0.");
  });

  it("show first steps and memory", () => {
    expect(cells(tableOf("start", { "start-resnet50": record })!)).toContainEqual(
      ["", "ResNet-50, batch 8 of 3x224x224, SGD with momentum", "1", "1200", "800", "1.25", "0.75-1.75", "90.0", "120", "0.75", "", "3", ""], // prettier-ignore
    );
  });

  it("show forward passes beside the file of torch.onnx", () => {
    const entries = [entry("blockzoo", 2, 10), entry("exported", 2, 20), entry("pytorch", 2, 40)];
    expect(cells(tableOf("inference", { "alexnet-b8": recordOf(entries, circumstances) })!)).toContainEqual(
      ["", "alexnet, batch 8", "2", "10.0", "20.0", "40.0", "0.50", "", "0.25", "", "1", ""], // prettier-ignore
    );
  });

  it("show runtimes beside native code, pages without what they cannot say", () => {
    const native = entry("blockzoo", 1, 10);
    const report = { runtime: "a page", results: [], firstStepMilliseconds: 2500, milliseconds: 25 };
    const page: Entry = { ...entry("blockzoo", 2), reports: [report] };
    const table = cells(tableOf("runtimes", { "runtimes-lenet5": recordOf([native, page, missing], circumstances) })!);
    const title = "LeNet-5, batch 64 of 1x32x32, Adam";
    expect(table).toContainEqual(["", title, "blockzoo", "2", "25.0", "2.50", "", "2500", "1", ""]);
    expect(table).toContainEqual(["", title, "pytorch", "2", "not run: no torch", "", "", "", "", ""]);
  });

  it("show growth as exponents, of whole series", () => {
    const grown = (power: number): Records =>
      Object.fromEntries(
        growthSeries.length.sizes.map((size): [string, CaseRecord] => {
          const entries = [entry("blockzoo", 1, 0.01 * size ** power), entry("pytorch", 1, size)];
          return [growthName("length", size), recordOf(entries, circumstances)];
        }),
      );
    const { title } = growthSeries.length;
    expect(cells(tableOf("growth", grown(2))!)).toContainEqual(
      ["", title, "25, 200", "2.00", "1.00", "2.00", "1.00", "0.00", "0.00", ""], // prettier-ignore
    );
    const { [growthName("length", 25)]: _, ...without } = grown(1);
    expect(tableOf("growth", without)).not.toContain(title);
  });

  it("say of which rows what lies below, where they were measured at different times", () => {
    const later = { ...record, commit: "2026-12-01 def" };
    const text = tableOf("training", { lenet5: record, resnet20: later })!;
    expect(text).toContain("lenet5: at commit 2026-11-30 abc");
    expect(text).toContain("resnet20: at commit 2026-12-01 def");
    expect(tableOf("training", {})).toBeUndefined();
  });

  it("stand in charts by their ratios, times and memory, and runtimes by native code", () => {
    const svg = charts["benchmarks.svg"]({ lenet5: record, "start-lenet5": record });
    expect(svg).toContain("lenet5: 1.25 (1 thread); start-lenet5: 1.25 (1 thread); start-lenet5: 0.75 (1 thread)");
    expect(svg).toContain("prefers-color-scheme:dark");
    const slow: Entry = { ...entry("blockzoo", 2, 100), contender: { ...missing.contender, label: "a page" } };
    const runtimes = recordOf([entry("blockzoo", 1, 10), slow], circumstances);
    expect(charts["benchmarks-runtimes.svg"]({ "runtimes-lenet5": runtimes })).toContain(
      "a page, 2 threads: 10 (lenet5)",
    );
  });
});

describe("the page", () => {
  it("gets what stands between its marks replaced, and keeps the rest", () => {
    const page = "a\n<!-- bench:x -->\nold\n<!-- /bench:x -->\nb";
    expect(placeInPage(page, "x", "new")).toBe("a\n<!-- bench:x -->\n\nnew\n\n<!-- /bench:x -->\nb");
    expect(() => placeInPage(page, "y", "new")).toThrow("no place for y");
  });

  it("says what the records say, as the charts do, or is written anew by pnpm bench --draw", () => {
    const records = readRecords(file("benchmarks.json"));
    const page = readFileSync(file("benchmarks.md"), "utf8");
    expect(pageOf(page, records)).toBe(page);
    for (const [name, chartOf] of Object.entries(charts)) {
      expect(chartOf(records)).toBe(readFileSync(file(name), "utf8"));
    }
  });

  it("has tables as prettier writes them", () => {
    expect(markdownTable(["a", "b"], [["x", "1.50"]])).toBe("| a   |    b |\n| --- | ---: |\n| x   | 1.50 |");
  });
});

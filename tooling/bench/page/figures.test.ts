import { describe, expect, it } from "vitest";
import type { Family } from "../contenders.js";
import { doubtsAbout, inferenceFigures, rivalFigures, timeFigures } from "./figures.js";
import type { CaseRecord, ContenderRecord } from "./records.js";

function contender(family: Family, threads: number, milliseconds: readonly number[]): ContenderRecord {
  const firstStepMilliseconds = milliseconds.map((value) => 100 * value);
  return {
    family,
    label: family,
    threads,
    values: { milliseconds, firstStepMilliseconds, processorMilliseconds: milliseconds, peakMegabytes: [] },
  };
}

function record(...contenders: readonly ContenderRecord[]): CaseRecord {
  return { commit: "", command: "", machine: "", runtimes: [], contenders };
}

const verdict = (median: number, least: number, most: number) => [
  { name: "ours", estimate: { median, least, most }, isVerdict: true },
];

describe("a case is in doubt", () => {
  it("where its verdict is open: 1 lies in an interval wider than a tenth", () => {
    expect(doubtsAbout(verdict(1, 0.94, 1.05))).toEqual([
      "ours: the median lies between 0.940 and 1.05, and so on either side of 1",
    ]);
    expect(doubtsAbout(verdict(1, 0.96, 1.05))).toEqual([]);
    expect(doubtsAbout(verdict(0.5, 0.4, 0.6))).toEqual([]);
    expect(doubtsAbout(verdict(1.2, 1.01, 1.4))).toEqual([]);
  });

  it("where an interval is wider than half of what is in it, whatever is asked", () => {
    const said = "ours: the median lies between 0.300 and 0.600, which says nothing";
    expect(doubtsAbout(verdict(0.5, 0.3, 0.6))).toEqual([said]);
    expect(doubtsAbout([{ ...verdict(0.5, 0.3, 0.6)[0]!, isVerdict: false }])).toEqual([said]);
    expect(doubtsAbout([{ ...verdict(1, 0.8, 1.2)[0]!, isVerdict: false }])).toEqual([]);
  });
});

describe("the figures of a case", () => {
  const ours = contender("blockzoo", 1, [10, 20, 30]);

  it("are ratios to PyTorch on as many threads, round by round, so that moods of the machine cancel", () => {
    const found = rivalFigures("milliseconds")(record(ours, contender("pytorch", 1, [20, 40, 60])));
    expect(found).toEqual([
      {
        name: "blockzoo, 1 thread, time, to pytorch's",
        estimate: { median: 0.5, least: 0.5, most: 0.5 },
        isVerdict: true,
      },
    ]);
    expect(doubtsAbout(found)).toEqual([]);
  });

  it("are our own times where PyTorch is missing or fails", () => {
    const failed = { ...contender("pytorch", 1, []), values: { failure: "not run: no torch" } };
    const own = { name: "blockzoo, 1 thread, time", estimate: { median: 20, least: 10, most: 30 }, isVerdict: false };
    expect(rivalFigures("milliseconds")(record(ours, failed))).toEqual([own]);
    expect(rivalFigures("milliseconds")(record(ours))).toEqual([own]);
    const both = rivalFigures("firstStepMilliseconds", "milliseconds")(record(ours));
    expect(both.map(({ estimate }) => estimate.median)).toEqual([2000, 20]);
    expect(rivalFigures("milliseconds")(record({ ...failed, family: "blockzoo" }))).toEqual([]);
  });

  it("are ratios to all others of a forward pass, and times where growth or order is asked for", () => {
    const forward = record(ours, contender("exported", 1, [10, 20, 30]), contender("pytorch", 1, [40, 80, 120]));
    expect(inferenceFigures(forward).map(({ name, estimate }) => [name, estimate.median])).toEqual([
      ["blockzoo, 1 thread, time, to exported's", 1],
      ["blockzoo, 1 thread, time, to pytorch's", 0.25],
    ]);
    expect(timeFigures(forward).map(({ estimate, isVerdict }) => [estimate.median, isVerdict])).toEqual([
      [20, false],
      [20, false],
      [80, false],
    ]);
  });
});

// The tables of the page: which cases are in each, and what of them.
import { generationCases } from "../cases/generation.js";
import { growthCases, sequenceCases, startingCases, trainingCases, unsupervisedCases } from "../cases/training.js";
import { inferenceCases } from "../cases/inference.js";
import { pictureCases } from "../cases/pictures.js";
import { runtimeCases } from "../cases/runtimes.js";
import type { Case } from "../cases/case.js";
import { processes, shown, shownInterval, shownNumber } from "./cells.js";
import { circumstancesOf } from "./circumstances.js";
import { inferenceFigures, rivalFigures, rivalsOf, timeFigures, type Figure } from "./figures.js";
import { growthTable } from "./growth-table.js";
import { markdownTable } from "./markdown-table.js";
import { bestRatio, ratioOf } from "./ratios.js";
import { measured, middle, type CaseRecord, type ContenderRecord, type Records } from "./records.js";

interface Table {
  readonly cases: readonly Case[];
  readonly rows: (cases: readonly (readonly [Case, CaseRecord])[]) => string;
  /** What must be known of a case for it to be in the table. */
  readonly figures: (record: CaseRecord) => readonly Figure[];
}

type Rows = readonly (readonly [Case, CaseRecord])[];

const times = rivalFigures("milliseconds");

/** By the names of their places in the page. */
export const tables = {
  training: { cases: trainingCases, rows: rivalsTable("training step"), figures: times },
  start: { cases: startingCases, rows: startTable, figures: rivalFigures("firstStepMilliseconds", "peakMegabytes") },
  growth: { cases: growthCases, rows: growthTable, figures: timeFigures },
  sequences: { cases: sequenceCases, rows: rivalsTable("training step"), figures: times },
  unsupervised: { cases: unsupervisedCases, rows: rivalsTable("training step"), figures: times },
  generation: { cases: generationCases, rows: rivalsTable("text"), figures: times },
  pictures: { cases: pictureCases, rows: rivalsTable("pictures"), figures: times },
  inference: { cases: inferenceCases, rows: inferenceTable, figures: inferenceFigures },
  runtimes: { cases: runtimeCases, rows: runtimesTable, figures: timeFigures },
} as const satisfies Readonly<Record<string, Table>>;

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as readonly TableName[];

/** A table and where its rows come from; nothing where no case has been measured. */
export function tableOf(name: TableName, records: Records): string | undefined {
  const { cases, rows } = tables[name];
  const found = measured(cases, records);
  return found.length === 0 ? undefined : `${rows(found)}\n\n${circumstancesOf(found)}`;
}

/** A line for each number of threads: times, and ours as multiples of PyTorch's. */
function rivalsTable(what: string): (rows: Rows) => string {
  const header = [what, "threads", "blockzoo, ms", "PyTorch, ms", "to PyTorch", "90 % interval", "best to best", "processor time to PyTorch", "processes"]; // prettier-ignore
  return (rows) =>
    markdownTable(
      header,
      rows.flatMap(([{ title }, record]) =>
        rivalsOf(record).map(({ own, peer }) => [
          title,
          String(own.threads),
          shown(own, "milliseconds"),
          peer === undefined ? "" : shown(peer, "milliseconds"),
          ...shownInterval(ratioOf(own, peer, "milliseconds")),
          shownNumber(bestRatio(own, peer)),
          shownNumber(ratioOf(own, peer, "processorMilliseconds")?.median),
          processes(own),
        ]),
      ),
    );
}

/** The way to the first step, and the most memory of a process that draws its weights itself. */
function startTable(rows: Rows): string {
  const header = ["from model to first step", "threads", "blockzoo, ms", "PyTorch, ms", "to PyTorch", "90 % interval", "blockzoo, MB", "PyTorch, MB", "memory to PyTorch", "90 % interval", "processes"]; // prettier-ignore
  return markdownTable(
    header,
    rows.flatMap(([{ title }, record]) =>
      rivalsOf(record).map(({ own, peer }) => [
        title,
        String(own.threads),
        shown(own, "firstStepMilliseconds"),
        peer === undefined ? "" : shown(peer, "firstStepMilliseconds"),
        ...shownInterval(ratioOf(own, peer, "firstStepMilliseconds")),
        shownNumber(middle(own, "peakMegabytes")),
        shownNumber(peer && middle(peer, "peakMegabytes")),
        ...shownInterval(ratioOf(own, peer, "peakMegabytes")),
        processes(own),
      ]),
    ),
  );
}

/** Times, and ours as multiples of the others'. */
function inferenceTable(rows: Rows): string {
  const header = ["forward pass", "threads", "blockzoo, ms", "torch.onnx, ms", "PyTorch, ms", "to torch.onnx", "90 % interval", "to PyTorch", "90 % interval", "processes"]; // prettier-ignore
  return markdownTable(
    header,
    rows.map(([{ title }, { contenders }]) => {
      const of = (family: ContenderRecord["family"]) => contenders.find((contender) => contender.family === family)!;
      const [own, exported, peer] = [of("blockzoo"), of("exported"), of("pytorch")];
      return [
        title,
        String(own.threads),
        ...[own, exported, peer].map((contender) => shown(contender, "milliseconds")),
        ...shownInterval(ratioOf(own, exported, "milliseconds")),
        ...shownInterval(ratioOf(own, peer, "milliseconds")),
        processes(own),
      ];
    }),
  );
}

/** A line for each runtime, and what the first step takes; multiples of the first line, which is native code on one thread. */
function runtimesTable(rows: Rows): string {
  const header = ["training step", "runtime", "threads", "ms", "to the first", "interval", "first step, ms", "processes"]; // prettier-ignore
  const cells = rows.flatMap(([{ title }, { contenders }]) =>
    contenders.map((contender) => [
      title,
      contender.label,
      String(contender.threads),
      shown(contender, "milliseconds"),
      ...shownInterval(ratioOf(contender, contenders[0], "milliseconds")),
      shownNumber(middle(contender, "firstStepMilliseconds")),
      processes(contender),
    ]),
  );
  return markdownTable(header, cells);
}

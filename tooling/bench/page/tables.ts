// The tables of the page: which cases are in each, and what of them.
import { generationCases } from "../cases/generation.js";
import { growthCases, sequenceCases, startingCases, trainingCases, unsupervisedCases } from "../cases/training.js";
import { inferenceCases } from "../cases/inference.js";
import { pictureCases } from "../cases/pictures.js";
import { runtimeCases } from "../cases/runtimes.js";
import type { Case } from "../cases/case.js";
import { bestRatio, processes, ratio, shown, shownRatio } from "./cells.js";
import { circumstancesOf } from "./circumstances.js";
import { growthTable } from "./growth-table.js";
import { markdownTable } from "./markdown-table.js";
import { measured, type CaseRecord, type ContenderRecord, type Records } from "./records.js";

interface Table {
  readonly cases: readonly Case[];
  readonly rows: (cases: readonly (readonly [Case, CaseRecord])[]) => string;
}

type Rows = readonly (readonly [Case, CaseRecord])[];

/** By the names of their places in the page. */
export const tables = {
  training: { cases: trainingCases, rows: rivalsTable("training step") },
  start: { cases: startingCases, rows: startTable },
  growth: { cases: growthCases, rows: growthTable },
  sequences: { cases: sequenceCases, rows: rivalsTable("training step") },
  unsupervised: { cases: unsupervisedCases, rows: rivalsTable("training step") },
  generation: { cases: generationCases, rows: rivalsTable("text") },
  pictures: { cases: pictureCases, rows: rivalsTable("pictures") },
  inference: { cases: inferenceCases, rows: inferenceTable },
  runtimes: { cases: runtimeCases, rows: runtimesTable },
} as const satisfies Readonly<Record<string, Table>>;

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as readonly TableName[];

/** A table and where its rows come from; nothing where no case has been measured. */
export function tableOf(name: TableName, records: Records): string | undefined {
  const { cases, rows } = tables[name];
  const found = measured(cases, records);
  return found.length === 0 ? undefined : `${rows(found)}\n\n${circumstancesOf(found)}`;
}

/** Ours, and PyTorch on as many threads. */
export function rivalsOf({ contenders }: CaseRecord): { own: ContenderRecord; peer: ContenderRecord | undefined }[] {
  const peers = contenders.filter(({ family }) => family === "pytorch");
  return contenders
    .filter(({ family }) => family === "blockzoo")
    .map((own) => ({ own, peer: peers.find(({ threads }) => threads === own.threads) }));
}

/** A line for each number of threads: times, memory, and ours as multiples of PyTorch's. */
function rivalsTable(what: string): (rows: Rows) => string {
  const header = [what, "threads", "blockzoo, ms", "PyTorch, ms", "to PyTorch", "best to best", "processor time to PyTorch", "blockzoo, MB", "PyTorch, MB", "memory to PyTorch", "processes"]; // prettier-ignore
  return (rows) =>
    markdownTable(
      header,
      rows.flatMap(([{ title }, record]) =>
        rivalsOf(record).map(({ own, peer }) => [
          title,
          String(own.threads),
          shown(own, "milliseconds"),
          peer === undefined ? "" : shown(peer, "milliseconds"),
          shownRatio(ratio(own, peer, "milliseconds")),
          shownRatio(bestRatio(own, peer)),
          shownRatio(ratio(own, peer, "processorMilliseconds")),
          ...memory(own, peer),
          processes(own),
        ]),
      ),
    );
}

function memory(own: ContenderRecord, peer: ContenderRecord | undefined): readonly [string, string, string] {
  const megabytes = (contender: ContenderRecord | undefined) =>
    contender === undefined || "failure" in contender.values ? "" : shown(contender, "peakMegabytes");
  return [megabytes(own), megabytes(peer), shownRatio(ratio(own, peer, "peakMegabytes"))];
}

/** The way to the first step, and the most memory of a process that draws its weights itself. */
function startTable(rows: Rows): string {
  const header = ["from model to first step", "threads", "blockzoo, ms", "PyTorch, ms", "to PyTorch", "blockzoo, MB", "PyTorch, MB", "memory to PyTorch", "processes"]; // prettier-ignore
  return markdownTable(
    header,
    rows.flatMap(([{ title }, record]) =>
      rivalsOf(record).map(({ own, peer }) => [
        title,
        String(own.threads),
        shown(own, "firstStepMilliseconds"),
        peer === undefined ? "" : shown(peer, "firstStepMilliseconds"),
        shownRatio(ratio(own, peer, "firstStepMilliseconds")),
        ...memory(own, peer),
        processes(own),
      ]),
    ),
  );
}

/** Times, and ours as multiples of the others'. */
function inferenceTable(rows: Rows): string {
  const header = ["forward pass", "threads", "blockzoo, ms", "torch.onnx, ms", "PyTorch, ms", "to torch.onnx", "to PyTorch", "memory to PyTorch", "processes"]; // prettier-ignore
  return markdownTable(
    header,
    rows.map(([{ title }, { contenders }]) => {
      const of = (family: ContenderRecord["family"]) => contenders.find((contender) => contender.family === family)!;
      const [own, exported, peer] = [of("blockzoo"), of("exported"), of("pytorch")];
      return [
        title,
        String(own.threads),
        ...[own, exported, peer].map((contender) => shown(contender, "milliseconds")),
        shownRatio(ratio(own, exported, "milliseconds")),
        shownRatio(ratio(own, peer, "milliseconds")),
        shownRatio(ratio(own, peer, "peakMegabytes")),
        processes(own),
      ];
    }),
  );
}

/** A line for each runtime, and what the first step takes; multiples of the first line, which is native code on one thread. */
function runtimesTable(rows: Rows): string {
  const header = ["training step", "runtime", "threads", "ms", "to the first", "first step, ms", "processes"];
  const cells = rows.flatMap(([{ title }, { contenders }]) =>
    contenders.map((contender) => [
      title,
      contender.label,
      String(contender.threads),
      shown(contender, "milliseconds"),
      shownRatio(ratio(contender, contenders[0], "milliseconds")),
      "failure" in contender.values ? "" : shown(contender, "firstStepMilliseconds"),
      processes(contender),
    ]),
  );
  return markdownTable(header, cells);
}

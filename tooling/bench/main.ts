// Times training steps and forward passes against other frameworks and keeps the tables in docs/benchmarks.md: pnpm bench
// With --quick it compares ours before and after a change instead.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dateOfCommit, machine } from "./circumstances.js";
import { checkoutOf } from "./checkout.js";
import { comparisonTable, runPairs, type Pair } from "./comparison.js";
import { ownContenders, stepCounts, trainingContenders } from "./contenders.js";
import { measureGeneration } from "./generation.js";
import { inferenceTable, measureInference } from "./inference.js";
import {
  readOptions,
  usage,
  type BenchOptions,
  type CompareOptions,
  type MeasureOptions,
  type Section,
} from "./options.js";
import { measurePictures } from "./pictures.js";
import { writeProblem } from "./problem.js";
import { describeMeasurement, placeInPage } from "./report.js";
import { runRounds, type Entry } from "./rounds.js";
import { measureSequences, sequenceTable } from "./sequences.js";
import { sequenceNames, unsupervisedNames, workloads, type WorkloadName } from "./workloads.js";

const page = new URL("../../docs/benchmarks.md", import.meta.url);
const progress = (line: string) => console.error(`  ${line}`);

/** What goes to the page, and what it was made of. */
interface Measured {
  readonly text: string;
  readonly entries: readonly Entry[];
}

async function main(options: BenchOptions): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "blockzoo-bench-"));
  // Also when it is interrupted, since a checkout may lie in it.
  process.once("exit", () => rmSync(folder, { recursive: true }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  await (options.mode === "compare" ? compare(folder, options) : measureAll(folder, options));
}

async function measureAll(folder: string, options: MeasureOptions): Promise<void> {
  for (const section of options.sections) {
    const { text, entries } = await measure(section, folder, options);
    console.log(`\n${text}\n`);
    if (options.mode === "measure") writeFileSync(page, placeInPage(readFileSync(page, "utf8"), section, text));
    // A peer may be missing or different; that ours does not run is a failure.
    if (entries.some(({ contender, failure }) => contender.family === "blockzoo" && failure !== undefined)) {
      process.exitCode = 1;
    }
  }
}

async function compare(folder: string, options: CompareOptions): Promise<void> {
  const { rounds, launcher, threads } = options;
  const before = checkoutOf(options.before, path.join(folder, "before"));
  const pairs: Pair[] = [];
  for (const name of options.workloads) {
    const problem = path.join(folder, `${name}.json`);
    writeProblem(problem, name);
    pairs.push(
      ...(await runPairs(name, {
        before,
        problem,
        contenders: ownContenders().filter((contender) => threads === undefined || contender.threads === threads),
        stepsOf: (contender) => stepCounts(contender, workloads[name], false),
        rounds,
        launcher,
        progress,
      })),
    );
  }
  console.log(`\n${comparisonTable(pairs)}\n\nBefore: ${options.before}. ${rounds} processes of each. ${machine()}`);
}

async function measure(section: Section, folder: string, options: MeasureOptions): Promise<Measured> {
  if (section === "inference") return measureForward(folder, options);
  if (section === "sequences") return measureRows(sequenceNames, folder, options);
  if (section === "unsupervised") return measureRows(unsupervisedNames, folder, options);
  if (section === "generation") return measureWriting(folder, options);
  if (section === "pictures") return measureOnPictures(folder, options);
  return measureTraining(section, folder, options);
}

/** Training steps that share a table. */
async function measureRows(
  names: readonly WorkloadName[],
  folder: string,
  { rounds, launcher, mode, date }: MeasureOptions,
): Promise<Measured> {
  const rows = await measureSequences(names, { folder, rounds, launcher, quick: mode === "try", progress });
  const text = sequenceTable(rows, { what: "training step", circumstances: circumstances(date) });
  return { text, entries: rows.flatMap(({ entries }) => entries) };
}

async function measureWriting(folder: string, { rounds, launcher, mode, date }: MeasureOptions): Promise<Measured> {
  const row = await measureGeneration({ folder, rounds, launcher, quick: mode === "try", progress });
  const text = sequenceTable([row], { what: "text", circumstances: circumstances(date) });
  return { text, entries: row.entries };
}

async function measureOnPictures(folder: string, { rounds, launcher, mode, date }: MeasureOptions): Promise<Measured> {
  const rows = await measurePictures({ folder, rounds, launcher, quick: mode === "try", progress });
  const text = sequenceTable(rows, { what: "pictures", circumstances: circumstances(date) });
  return { text, entries: rows.flatMap(({ entries }) => entries) };
}

async function measureForward(folder: string, { rounds, launcher, mode, date }: MeasureOptions): Promise<Measured> {
  const rows = await measureInference({ folder, rounds, launcher, quick: mode === "try", progress });
  return { text: inferenceTable(rows, circumstances(date)), entries: rows.flatMap(({ entries }) => entries) };
}

async function measureTraining(
  name: WorkloadName,
  folder: string,
  { rounds, launcher, mode, date }: MeasureOptions,
): Promise<Measured> {
  const workload = workloads[name];
  console.error(workload.title);
  const problem = path.join(folder, `${name}.json`);
  writeProblem(problem, name);
  const entries = await runRounds({
    problem,
    contenders: trainingContenders(workload),
    stepsOf: (contender) => stepCounts(contender, workload, mode === "try"),
    rounds,
    launcher,
    progress,
  });
  return { text: describeMeasurement({ title: workload.title, entries, circumstances: circumstances(date) }), entries };
}

/** When, by which command and on what. */
function circumstances(date: string | undefined): string {
  const command = ["pnpm bench", ...process.argv.slice(2)].join(" ");
  return `${date ?? dateOfCommit()}, \`${command}\`. ${machine()}`;
}

let options: BenchOptions | undefined;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${(error as Error).message}\n${usage}`);
  process.exitCode = 2;
}
if (options !== undefined) await main(options);

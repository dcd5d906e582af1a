// Times training steps and forward passes against other frameworks and keeps the tables in docs/benchmarks.md: pnpm bench
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dateOfCommit, machine } from "./circumstances.js";
import { stepCounts, trainingContenders } from "./contenders.js";
import { measureGeneration } from "./generation.js";
import { inferenceTable, measureInference } from "./inference.js";
import { readOptions, usage, type BenchOptions, type Section } from "./options.js";
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
  try {
    for (const section of options.sections) {
      const { text, entries } = await measure(section, folder, options);
      console.log(`\n${text}\n`);
      if (!options.quick) writeFileSync(page, placeInPage(readFileSync(page, "utf8"), section, text));
      // A peer may be missing or different; that ours does not run is a failure.
      if (entries.some(({ contender, failure }) => contender.family === "blockzoo" && failure !== undefined)) {
        process.exitCode = 1;
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(section: Section, folder: string, options: BenchOptions): Promise<Measured> {
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
  { rounds, quick, date }: BenchOptions,
): Promise<Measured> {
  const rows = await measureSequences(names, { folder, rounds, quick, progress });
  const text = sequenceTable(rows, { what: "training step", circumstances: circumstances(date) });
  return { text, entries: rows.flatMap(({ entries }) => entries) };
}

async function measureWriting(folder: string, { rounds, quick, date }: BenchOptions): Promise<Measured> {
  const row = await measureGeneration({ folder, rounds, quick, progress });
  const text = sequenceTable([row], { what: "text", circumstances: circumstances(date) });
  return { text, entries: row.entries };
}

async function measureOnPictures(folder: string, { rounds, quick, date }: BenchOptions): Promise<Measured> {
  const rows = await measurePictures({ folder, rounds, quick, progress });
  const text = sequenceTable(rows, { what: "pictures", circumstances: circumstances(date) });
  return { text, entries: rows.flatMap(({ entries }) => entries) };
}

async function measureForward(folder: string, { rounds, quick, date }: BenchOptions): Promise<Measured> {
  const rows = await measureInference({ folder, rounds, quick, progress });
  return { text: inferenceTable(rows, circumstances(date)), entries: rows.flatMap(({ entries }) => entries) };
}

async function measureTraining(
  name: WorkloadName,
  folder: string,
  { rounds, quick, date }: BenchOptions,
): Promise<Measured> {
  const workload = workloads[name];
  console.error(workload.title);
  const problem = path.join(folder, `${name}.json`);
  writeProblem(problem, name);
  const entries = await runRounds({
    problem,
    contenders: trainingContenders(workload),
    stepsOf: (contender) => stepCounts(contender, workload, quick),
    rounds,
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

// Times training steps and forward passes against other frameworks and keeps the tables of docs/benchmarks.md: pnpm bench
// With --quick it compares ours before and after a change instead.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Case, StepCounts } from "./cases/case.js";
import { checkoutOf } from "./checkout.js";
import { comparisonTable, runPairs, type Pair } from "./comparison.js";
import type { Contender } from "./contenders.js";
import { readOptions, usage, type BenchOptions } from "./options.js";
import { dateOfCommit, machine } from "./page/circumstances.js";
import { charts } from "./page/charts.js";
import { pageOf } from "./page/page.js";
import { doubtsAbout } from "./page/figures.js";
import { readRecords, recordOf, writeRecords, type Circumstances } from "./page/records.js";
import { tableNames, tableOf, tables } from "./page/tables.js";
import { runRounds } from "./rounds.js";

const inDocs = (name: string) => new URL(`../../docs/${name}`, import.meta.url);
const page = inDocs("benchmarks.md");
const recordsFile = inDocs("benchmarks.json");
const progress = (line: string) => console.error(`  ${line}`);

async function main(options: BenchOptions): Promise<void> {
  if (options.mode === "draw") return draw();
  const folder = mkdtempSync(path.join(tmpdir(), "blockzoo-bench-"));
  // Also when it is interrupted, since a checkout may lie in it.
  process.once("exit", () => rmSync(folder, { recursive: true }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  if (options.mode === "compare") return compare(folder, options);
  for (const one of options.cases) await measure(one, folder, options);
}

/** Times all contenders of a case. What is steady is kept, and shown in its table at once. */
async function measure(one: Case, folder: string, options: BenchOptions): Promise<void> {
  const { mode, rounds, launcher } = options;
  console.error(one.title);
  const entries = await runRounds({
    problem: written(one, folder),
    contenders: [...one.own, ...one.peers(folder)],
    stepsOf: (contender) => (mode === "try" ? shortest(one.steps(contender)) : one.steps(contender)),
    rounds,
    launcher,
    progress,
  });
  // A peer may be missing or different; that ours does not run is a failure.
  if (entries.some(({ contender, failure }) => contender.family === "blockzoo" && failure !== undefined)) {
    process.exitCode = 1;
  }
  if (mode === "try") return;
  const record = recordOf(entries, circumstances());
  const table = tableNames.find((name) => tables[name].cases.includes(one))!;
  const doubts = doubtsAbout(tables[table].figures(record));
  if (doubts.length > 0) {
    console.error(
      `${doubts.join("\n")}\nNot kept: the page stays as it was. Run again with nothing else running, or in more rounds: ` +
        `pnpm bench --only ${one.name} --rounds ${2 * rounds}`,
    );
    process.exitCode = 1;
    return;
  }
  writeRecords(recordsFile, { ...readRecords(recordsFile), [one.name]: record });
  draw();
  console.log(`\n${tableOf(table, { [one.name]: record })}\n`);
}

/** The page and its charts, as the records are. */
function draw(): void {
  const records = readRecords(recordsFile);
  writeFileSync(page, pageOf(readFileSync(page, "utf8"), records));
  for (const [name, chartOf] of Object.entries(charts)) writeFileSync(inDocs(name), chartOf(records));
}

async function compare(folder: string, options: BenchOptions): Promise<void> {
  const { cases, rounds, launcher, threads, on } = options;
  const before = checkoutOf(options.before, path.join(folder, "before"));
  const takesPart = (contender: Contender) =>
    (threads === undefined || contender.threads === threads) && contender.label.startsWith(on);
  const pairs: Pair[] = [];
  for (const one of cases) {
    pairs.push(
      ...(await runPairs(one.name, {
        before,
        problem: written(one, folder),
        contenders: one.own.filter(takesPart),
        stepsOf: one.steps,
        rounds,
        launcher,
        progress,
      })),
    );
  }
  console.log(`\n${comparisonTable(pairs)}\n\nBefore: ${options.before}. ${rounds} processes of each. ${machine()}`);
}

function written(one: Case, folder: string): string {
  const problem = path.join(folder, `${one.name}.json`);
  one.write(problem);
  return problem;
}

function shortest([warmUp, timed]: StepCounts): StepCounts {
  return [Math.min(warmUp, 2), Math.min(timed, 2)];
}

function circumstances(): Circumstances {
  const words = process.argv.slice(2).map((word) => (word.includes(" ") ? `"${word}"` : word));
  const command = ["pnpm bench", ...words].join(" ");
  return { commit: dateOfCommit(), command, machine: machine() };
}

let options: BenchOptions | undefined;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${(error as Error).message}\n${usage}`);
  process.exitCode = 2;
}
if (options !== undefined) await main(options);

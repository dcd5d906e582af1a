// Times training steps against other frameworks and keeps the table in docs/benchmarks.md: pnpm bench
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dateOfCommit, machine } from "./circumstances.js";
import { findContenders } from "./contenders.js";
import { readOptions, usage, type BenchOptions } from "./options.js";
import { writeProblem } from "./problem.js";
import { describeMeasurement, placeInPage } from "./report.js";
import { runRounds } from "./rounds.js";
import { workloads } from "./workloads.js";

const page = new URL("../../docs/benchmarks.md", import.meta.url);

async function main(options: BenchOptions): Promise<void> {
  const { rounds, quick } = options;
  const contenders = findContenders();
  const folder = mkdtempSync(path.join(tmpdir(), "blockzoo-bench-"));
  try {
    for (const name of options.workloads) {
      const workload = workloads[name];
      console.error(workload.title);
      const problem = path.join(folder, `${name}.json`);
      writeProblem(problem, name);
      const progress = (line: string) => console.error(`  ${line}`);
      const entries = await runRounds({ workload, problem, contenders, rounds, quick, progress });
      const section = describeMeasurement({
        title: workload.title,
        entries,
        machine: machine(),
        command: ["pnpm bench", ...process.argv.slice(2)].join(" "),
        date: options.date ?? dateOfCommit(),
      });
      console.log(`\n${section}\n`);
      if (!quick) writeFileSync(page, placeInPage(readFileSync(page, "utf8"), name, section));
      // A peer may be missing or different; that ours does not run is a failure.
      if (entries.some(({ contender, failure }) => contender.family === "blockzoo" && failure !== undefined)) {
        process.exitCode = 1;
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

let options: BenchOptions | undefined;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${(error as Error).message}\n${usage}`);
  process.exitCode = 2;
}
if (options !== undefined) await main(options);

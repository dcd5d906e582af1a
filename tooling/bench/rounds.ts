import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Contender } from "./contenders.js";
import type { ProcessReport } from "./process-report.js";
import { firstDifference } from "./statistics.js";

/** What became of a contender: its processes' reports, or why there is no time to show. */
export interface Entry {
  readonly contender: Contender;
  readonly reports: readonly ProcessReport[];
  readonly failure: string | undefined;
}

export interface RoundOptions {
  /** The file that all contenders read. */
  readonly problem: string;
  readonly contenders: readonly Contender[];
  /** Steps that are not timed, and those that are. */
  readonly stepsOf: (contender: Contender) => readonly [number, number];
  readonly rounds: number;
  /** Program and arguments that start each process; none by default. */
  readonly launcher?: readonly string[];
  readonly progress: (line: string) => void;
}

/** Later losses may differ for good reason: training amplifies rounding. */
export const comparedResults = 5;
const tolerance = 1e-3;
const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Runs fresh processes of all contenders in turn, round by round, so that a change of the machine's mood meets all of
 * them; every second round goes backwards, so that none always comes behind the same other one. A contender that fails, or
 * whose results are not those of the first, takes no further part.
 */
export async function runRounds(options: RoundOptions): Promise<Entry[]> {
  const { problem, contenders, stepsOf, rounds, launcher = [], progress } = options;
  const entries = contenders.map((contender) => ({
    contender,
    reports: [] as ProcessReport[],
    failure: contender.unavailable && `not run: ${contender.unavailable}`,
  }));
  for (let round = 1; round <= rounds; round++) {
    for (const entry of round % 2 === 1 ? entries : entries.toReversed()) {
      const { contender } = entry;
      if (entry.failure !== undefined || round > (contender.maximumRounds ?? rounds)) continue;
      try {
        const report = await runProcess(contender, problem, { counts: stepsOf(contender), launcher });
        entry.reports.push(report);
        entry.failure = disagreement(report, entries[0]!.reports[0]);
        const outcome = entry.failure ?? `${report.milliseconds.toFixed(2)} ms`;
        progress(`round ${round}: ${contender.label}, ${contender.threads} threads: ${outcome}`);
      } catch (error) {
        entry.failure = `failed: ${(error as Error).message}`;
        progress(`round ${round}: ${contender.label}, ${contender.threads} threads: ${entry.failure}`);
      }
    }
  }
  return entries;
}

function disagreement(report: ProcessReport, ours: ProcessReport | undefined): string | undefined {
  if (ours === undefined) return "not timed: there are no results of ours to compare with";
  const place = firstDifference(report.results.slice(0, comparedResults), ours.results, tolerance);
  if (place === undefined) return undefined;
  return `not timed: it computes something else, result ${place + 1} is ${report.results[place]}, ours is ${ours.results[place]}`;
}

/** Does not block the event loop, so that Ctrl-C reaches this process and its child. */
async function runProcess(
  contender: Contender,
  problem: string,
  { counts, launcher }: { readonly counts: readonly number[]; readonly launcher: readonly string[] },
): Promise<ProcessReport> {
  const [program, ...fixed] = [...launcher, ...contender.command] as [string, ...string[]];
  const parameters = [...fixed, problem, ...[contender.threads, ...counts].map(String)];
  const child = spawn(program, parameters, {
    cwd: root,
    env: { ...process.env, ...contender.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  if (code !== 0) throw new Error(lastLine(errors) ?? `exit code ${code}`);
  const line = lastLine(output);
  if (line === undefined) throw new Error("it printed no report");
  return JSON.parse(line) as ProcessReport;
}

/** Of a stack trace in JavaScript the sentence is not the last line; lines of the trace itself are left out. */
function lastLine(text: string): string | undefined {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !/^(at |Node\.js v|\}$)/.test(line)).at(-1);
}

// What the processes of all JavaScript contenders in Node have in common: arguments, steps, report.
import { readFileSync } from "node:fs";
import type { ProcessReport } from "../process-report.js";
import { takeSteps, type Contender } from "./steps.js";

/** Reads a problem's file and opens a backend, and returns what makes a contender of them, which is timed with the first step. */
export type Preparation = (problem: string, threads: number) => Promise<() => Promise<Contender>>;

/** Prints a {@link ProcessReport} of what `prepare` makes of a problem's file, as the last line of the output. */
export async function runSteps(prepare: Preparation): Promise<void> {
  const [path, threads, warmUp, timed] = process.argv.slice(2);
  let prepared: Awaited<ReturnType<Preparation>> | undefined = await prepare(path!, Number(threads));
  const start = async () => {
    const contender = await prepared!();
    // It holds what was read of the problem, first weights too.
    prepared = undefined;
    return contender;
  };
  const processorTime = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const times = await takeSteps(start, { warmUp: Number(warmUp), timed: Number(timed), processorTime });
  console.log(JSON.stringify({ ...times, peakMegabytes: peakMegabytes() } satisfies ProcessReport));
}

/** Linux says it of this process alone; what other systems say may include the process that started this one. */
function peakMegabytes(): number {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS / 1000;
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))!;
  return (Number(kibibytes) * 1024) / 1e6;
}

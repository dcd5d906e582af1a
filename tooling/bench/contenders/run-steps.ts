// What the processes of all JavaScript contenders have in common: arguments, steps, clock, report.
import { readFileSync } from "node:fs";
import type { ProcessReport } from "../process-report.js";
import { median } from "../statistics.js";

export interface Contender {
  /** Name and version of what runs. */
  readonly runtime: string;
  /** Takes one step and returns what must agree with the others: the loss before it, or the first scores. */
  readonly step: () => Promise<readonly number[]>;
}

/** Reads a problem's file and opens a backend, and returns what makes a contender of them, which is timed with the first step. */
export type Preparation = (problem: string, threads: number) => Promise<() => Promise<Contender>>;

/** Prints a {@link ProcessReport} of what `prepare` makes of a problem's file, as the last line of the output. */
export async function runSteps(prepare: Preparation): Promise<void> {
  const [path, threads, warmUp, steps] = process.argv.slice(2);
  let start: Awaited<ReturnType<Preparation>> | undefined = await prepare(path!, Number(threads));
  const began = performance.now();
  const { runtime, step } = await start();
  // It holds what was read of the problem, first weights too.
  start = undefined;
  const results = [...(await step())];
  const firstStepMilliseconds = performance.now() - began;
  for (let index = 1; index < Number(warmUp); index++) results.push(...(await step()));
  const milliseconds: number[] = [];
  const processor: number[] = [];
  for (let index = 0; index < Number(steps); index++) {
    const [before, used] = [performance.now(), process.cpuUsage()];
    const found = await step();
    milliseconds.push(performance.now() - before);
    const { user, system } = process.cpuUsage(used);
    processor.push((user + system) / 1000);
    results.push(...found);
  }
  const report: ProcessReport = {
    runtime,
    results,
    firstStepMilliseconds,
    milliseconds: median(milliseconds),
    processorMilliseconds: median(processor),
    peakMegabytes: peakMegabytes(),
  };
  console.log(JSON.stringify(report));
}

/** Linux says it of this process alone; what other systems say may include the process that started this one. */
function peakMegabytes(): number {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS / 1000;
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))!;
  return (Number(kibibytes) * 1024) / 1e6;
}

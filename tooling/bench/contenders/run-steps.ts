// What the processes of all JavaScript contenders have in common: arguments, steps, clock, report.
import type { ProcessReport } from "../process-report.js";
import { median } from "../statistics.js";

export interface Contender {
  /** Name and version of what runs. */
  readonly runtime: string;
  /** Takes one step and returns what must agree with the others: the loss before it, or the first scores. */
  readonly step: () => Promise<readonly number[]>;
}

/** Prints a {@link ProcessReport} of what `prepare` makes of a problem's file, as the last line of the output. */
export async function runSteps(prepare: (problem: string, threads: number) => Promise<Contender>): Promise<void> {
  const [path, threads, warmUp, steps] = process.argv.slice(2);
  const { runtime, step } = await prepare(path!, Number(threads));
  const results: number[] = [];
  for (let index = 0; index < Number(warmUp); index++) results.push(...(await step()));
  const milliseconds: number[] = [];
  const processor: number[] = [];
  for (let index = 0; index < Number(steps); index++) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    const found = await step();
    milliseconds.push(performance.now() - start);
    const { user, system } = process.cpuUsage(used);
    processor.push((user + system) / 1000);
    results.push(...found);
  }
  const report: ProcessReport = {
    runtime,
    results,
    milliseconds: median(milliseconds),
    processorMilliseconds: median(processor),
  };
  console.log(JSON.stringify(report));
}

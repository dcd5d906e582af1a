// What the processes of both JavaScript contenders have in common: arguments, steps, clock, report.
import { readProblem, type Problem } from "../problem.js";
import type { ProcessReport } from "../process-report.js";
import { median } from "../statistics.js";

export interface Contender {
  /** Name and version of what runs. */
  readonly runtime: string;
  /** Takes one step and returns the loss before it. */
  readonly step: () => Promise<number>;
}

/** Prints a {@link ProcessReport} of what `prepare` returns, as the last line of the output. */
export async function runSteps(prepare: (problem: Problem, threads: number) => Promise<Contender>): Promise<void> {
  const [path, threads, warmUp, steps] = process.argv.slice(2);
  const { runtime, step } = await prepare(readProblem(path!), Number(threads));
  const losses: number[] = [];
  for (let index = 0; index < Number(warmUp); index++) losses.push(await step());
  const milliseconds: number[] = [];
  for (let index = 0; index < Number(steps); index++) {
    const start = performance.now();
    const loss = await step();
    milliseconds.push(performance.now() - start);
    losses.push(loss);
  }
  const report: ProcessReport = { runtime, losses, milliseconds: median(milliseconds) };
  console.log(JSON.stringify(report));
}

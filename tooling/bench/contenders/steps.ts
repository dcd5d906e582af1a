// The steps that every JavaScript contender takes, in Node and in a page, and their clock.
import { median } from "../statistics.js";

export interface Contender {
  /** Name and version of what runs. */
  readonly runtime: string;
  /** Takes one step and returns what must agree with the others: the loss before it, or the first scores. */
  readonly step: () => Promise<readonly number[]>;
}

export interface StepOptions {
  readonly warmUp: number;
  readonly timed: number;
  /** Milliseconds that all threads of the process have computed for so far, where it can be said. */
  readonly processorTime?: () => number;
}

/** Of the first step, and medians of those that are timed. */
export interface Times {
  readonly runtime: string;
  readonly results: readonly number[];
  readonly firstStepMilliseconds: number;
  readonly milliseconds: number;
  readonly processorMilliseconds?: number;
}

/** Makes a contender, which is timed with the first step, and takes steps. */
export async function takeSteps(start: () => Promise<Contender>, options: StepOptions): Promise<Times> {
  const { warmUp, timed, processorTime } = options;
  const began = performance.now();
  const { runtime, step } = await start();
  const results = [...(await step())];
  const firstStepMilliseconds = performance.now() - began;
  for (let index = 1; index < warmUp; index++) results.push(...(await step()));
  const milliseconds: number[] = [];
  const processor: number[] = [];
  for (let index = 0; index < timed; index++) {
    const [before, used] = [performance.now(), processorTime?.() ?? 0];
    const found = await step();
    milliseconds.push(performance.now() - before);
    processor.push((processorTime?.() ?? 0) - used);
    results.push(...found);
  }
  return {
    runtime,
    results,
    firstStepMilliseconds,
    milliseconds: median(milliseconds),
    ...(processorTime !== undefined && { processorMilliseconds: median(processor) }),
  };
}

// Training steps: ours on onnxruntime-node and PyTorch's, on one thread and on two.
import { keepsMemory, trainingRivals } from "../contenders.js";
import { writeProblem } from "../problem-files.js";
import { growthWorkloads } from "../workloads/growth.js";
import { imageWorkloads } from "../workloads/images.js";
import { addingLstm, sequenceWorkloads } from "../workloads/sequences.js";
import { startingWorkloads } from "../workloads/starting.js";
import { unsupervisedWorkloads } from "../workloads/unsupervised.js";
import type { Workload } from "../workloads/workload.js";
import type { Case, StepCounts } from "./case.js";

/** The training steps that the page begins with. */
export const trainingCases = casesOf({ ...imageWorkloads, lstm: addingLstm });

/**
 * The same nets for sequences of growing length and width, a decoder with attention, CTC. Idle threads of PyTorch do not spin here, as
 * they do by default: in these steps, of thousands of small ops, a machine that has anything else to do takes fifty times as long.
 */
export const sequenceCases = casesOf(sequenceWorkloads, {
  environment: { ...keepsMemory, OMP_WAIT_POLICY: "PASSIVE" },
});

export const unsupervisedCases = casesOf(unsupervisedWorkloads);

/** Few steps, since what counts is the first one and the memory of all, which nobody is told to keep. */
export const startingCases = casesOf(startingWorkloads, { threads: [2], warmUp: 1, environment: {} });

export const growthCases = casesOf(growthWorkloads, { threads: [1], warmUp: 2 });

interface CaseOptions {
  readonly threads?: readonly number[];
  readonly warmUp?: number;
  /** Of ours and of PyTorch's processes. */
  readonly environment?: Readonly<Record<string, string>>;
}

function casesOf(workloads: Readonly<Record<string, Workload>>, options: CaseOptions = {}): Case[] {
  const { threads = [1, 2], warmUp = 8, environment = keepsMemory } = options;
  const rivals = trainingRivals(threads, environment);
  return Object.entries(workloads).map(([name, { title, steps }]) => ({
    name,
    title,
    write: (path) => writeProblem(path, name),
    ...rivals,
    steps: (): StepCounts => [Math.min(warmUp, steps), steps],
  }));
}

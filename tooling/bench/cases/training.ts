// Training steps: ours on onnxruntime-node and PyTorch's, on one thread and on two.
import { trainingRivals, type Contender } from "../contenders.js";
import { writeProblem } from "../problem-files.js";
import { growthWorkloads } from "../workloads/growth.js";
import { imageWorkloads, startingWorkloads } from "../workloads/images.js";
import { addingLstm, sequenceWorkloads } from "../workloads/sequences.js";
import { unsupervisedWorkloads } from "../workloads/unsupervised.js";
import type { Workload } from "../workloads/workload.js";
import type { Case, StepCounts } from "./case.js";

/** The training steps that the page begins with. */
export const trainingCases = casesOf({ ...imageWorkloads, lstm: addingLstm });

/** The same nets for sequences of growing length and width, a decoder with attention, CTC. */
export const sequenceCases = casesOf(sequenceWorkloads, { peer: withoutSpinning });

export const unsupervisedCases = casesOf(unsupervisedWorkloads);

/** Few steps, since what counts is the first one and the memory of all. */
export const startingCases = casesOf(startingWorkloads, { threads: [2], warmUp: 1 });

export const growthCases = casesOf(growthWorkloads, { threads: [1], warmUp: 2 });

interface CaseOptions {
  readonly threads?: readonly number[];
  readonly warmUp?: number;
  /** What becomes of PyTorch's contenders. */
  readonly peer?: (contender: Contender) => Contender;
}

function casesOf(workloads: Readonly<Record<string, Workload>>, options: CaseOptions = {}): Case[] {
  const { threads = [1, 2], warmUp = 8, peer = (contender) => contender } = options;
  const { own, peers } = trainingRivals(threads);
  return Object.entries(workloads).map(([name, { title, steps }]) => ({
    name,
    title,
    write: (path) => writeProblem(path, name),
    own,
    peers: () => peers().map(peer),
    steps: (): StepCounts => [Math.min(warmUp, steps), steps],
  }));
}

/**
 * Idle threads of PyTorch spin by default, those of ours do not. In these steps, of thousands of small ops, spinning on a machine
 * that has anything else to do takes fifty times as long.
 */
function withoutSpinning(contender: Contender): Contender {
  return { ...contender, environment: { ...contender.environment, OMP_WAIT_POLICY: "PASSIVE" } };
}

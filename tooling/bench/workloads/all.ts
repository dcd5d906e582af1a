import { growthWorkloads } from "./growth.js";
import { imageWorkloads } from "./images.js";
import { addingLstm, sequenceWorkloads } from "./sequences.js";
import { startingWorkloads } from "./starting.js";
import { unsupervisedWorkloads } from "./unsupervised.js";
import type { Workload } from "./workload.js";

/** Training steps by the names that `--only` and the files of problems call them. */
export const workloads: Readonly<Record<string, Workload>> = {
  ...imageWorkloads,
  lstm: addingLstm,
  ...sequenceWorkloads,
  ...unsupervisedWorkloads,
  ...startingWorkloads,
  ...growthWorkloads,
};

/** @throws Error for a name that no training step has */
export function workloadNamed(name: string): Workload {
  const workload = workloads[name];
  if (workload === undefined) throw new Error(`no training step is called "${name}"`);
  return workload;
}

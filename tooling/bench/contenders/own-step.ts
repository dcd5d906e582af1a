// Our own training step of a problem, on any backend.
import { freeNow, type Backend } from "@blockzoo/core";
import { adam, compileTrainStep, sgd, type UpdateRule } from "@blockzoo/train";
import type { Problem } from "../problem.js";
import { workloadNamed } from "../workloads/all.js";
import type { OptimizerSettings } from "../workloads/workload.js";
import type { Contender } from "./steps.js";

export async function ownStep(problem: Problem, backend: Backend): Promise<Contender> {
  const { workload: name, weights, batch, optimizer, clipNorm } = problem;
  const workload = workloadNamed(name);
  // Losses from weights that each contender draws itself are nothing to compare.
  const comparable = weights !== undefined;
  const training = await compileTrainStep({
    model: workload.create(),
    types: Object.fromEntries(Object.entries(batch).map(([key, { dtype, shape }]) => [key, { dtype, shape }])),
    loss: (own, tensors) => workload.loss(own, tensors),
    optimizer: ruleOf(optimizer),
    clip: clipNorm === null ? undefined : { globalNorm: clipNorm },
    backend,
    weights,
  });
  // The state has copies of them: Python frees them when the last name of them goes, a collector of garbage some steps later.
  for (const { data } of weights?.values() ?? []) freeNow(data);
  return {
    runtime: backend.capabilities.runtime,
    async step() {
      const { loss } = await training.step(batch);
      return comparable ? [loss] : [];
    },
  };
}

function ruleOf(settings: OptimizerSettings): UpdateRule {
  // The rules refuse options that they do not know.
  if (settings.rule === "adam") return adam({ learningRate: settings.learningRate });
  const { rule: _, ...options } = settings;
  return sgd(options);
}

// What learns without labels.
import { add, ndarray, reduceMean, stopGradient, sub, type Block, type Tensor } from "@blockzoo/core";
import { contrastiveDivergence, rbm, type Rbm } from "@blockzoo/rbm";
import type { BatchTensors } from "@blockzoo/train";
import { uniform, type Workload } from "./workload.js";

export const unsupervisedWorkloads = {
  rbm: {
    title: "CD-1 of a restricted Boltzmann machine, 784-500, batch 100, SGD with momentum",
    create: () => rbm.create("rbm"),
    peer: { network: "rbm" },
    loss: contrastiveDivergenceStep,
    batch() {
      const shape = [100, 784];
      const bits = Float32Array.from(uniform(shape, "rbm", "x").data, (value) => Number(value > 0));
      return { x: ndarray(bits, shape) };
    },
    optimizer: { rule: "sgd", learningRate: 3e-4, momentum: 0.5, weightDecay: 0 },
    steps: 60,
  },
} as const satisfies Readonly<Record<string, Workload>>;

/** Its value is the free energy of the data, which hardly depends on what is drawn, so that contenders can be compared. */
function contrastiveDivergenceStep(model: Block, { x }: BatchTensors): Tensor {
  const machine = model as Rbm;
  const loss = contrastiveDivergence(machine, x!);
  return add(loss, stopGradient(sub(reduceMean(machine.freeEnergy(x!)), loss)));
}

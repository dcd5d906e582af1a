import type { Block, Tensor } from "@blockzoo/core";
import { LeNet5Modern } from "@blockzoo/lenet";
import { CifarResNet } from "@blockzoo/resnet";
import { adam, sgd, type UpdateRule } from "@blockzoo/train";

export interface Workload {
  readonly title: string;
  readonly create: () => Block & { forward(x: Tensor): Tensor };
  readonly optimizer: UpdateRule;
  readonly batchSize: number;
  /** How many steps it takes of those that were asked for: a step of ResNet-20 computes fifty times as much. */
  readonly stepsOf: (asked: number) => number;
}

/** How many losses, from the first on, are compared between devices. */
export const comparedSteps = 10;

/** Both read the same images, 1x32x32. */
export const workloads: readonly Workload[] = [
  {
    title: "LeNet-5",
    create: () => new LeNet5Modern(),
    optimizer: adam({ learningRate: 1e-3 }),
    batchSize: 64,
    stepsOf: (asked) => asked,
  },
  {
    title: "ResNet-20",
    create: () => new CifarResNet({ layers: 20, channels: 1 }),
    optimizer: sgd({ learningRate: 0.01, momentum: 0.9, weightDecay: 1e-4 }),
    batchSize: 32,
    stepsOf: (asked) => Math.min(asked, Math.max(comparedSteps, Math.round(asked / 10))),
  },
];

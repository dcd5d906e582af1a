// Workloads of which the first step is timed, with all that comes before it, and the most memory.
import { resnet } from "@blockzoo/resnet";
import { imageWorkloads } from "./images.js";
import { addingLstm } from "./sequences.js";
import { images, type Workload } from "./workload.js";

/** The first step is part of it, and no later one needs more memory than the second. */
const briefly = { steps: 2, drawn: true } as const;

export const startingWorkloads = {
  "start-lenet5": { ...imageWorkloads.lenet5, ...briefly },
  "start-vgg-mini": { ...imageWorkloads["vgg-mini"], ...briefly },
  "start-resnet20": { ...imageWorkloads.resnet20, ...briefly },
  "start-resnet18": { ...imageWorkloads.resnet18, ...briefly },
  "start-resnet50": { ...imageWorkloads.resnet50, ...briefly },
  "start-resnet152": {
    ...imageWorkloads.resnet50,
    title: "ResNet-152, batch 2 of 3x224x224, SGD with momentum",
    create: () => resnet.create("resnet152"),
    peer: { network: "resnet152" },
    batch: images("resnet152", [2, 3, 224, 224], 1000),
    ...briefly,
  },
  "start-lstm": { ...addingLstm, ...briefly },
} as const satisfies Readonly<Record<string, Workload>>;

// Classifiers of images.
import { lenet } from "@blockzoo/lenet";
import { CifarResNet, resnet } from "@blockzoo/resnet";
import { crossEntropy } from "@blockzoo/train";
import { vgg } from "@blockzoo/vgg";
import { images, supervised, type OptimizerSettings, type Workload } from "./workload.js";

const loss = supervised(crossEntropy);
const adam = { rule: "adam", learningRate: 1e-3 } as const;
// With 0.01, ResNet-18 of PyTorch differs from itself after five steps, on one thread and on two.
const sgd = (learningRate: number) =>
  ({ rule: "sgd", learningRate, momentum: 0.9, weightDecay: 1e-4 }) as const satisfies OptimizerSettings;

/** He et al. 2015, section 4.2: the number of layers is 6 n + 2. */
export function cifarResNet(sizes: {
  readonly layers: number;
  readonly batch: number;
  readonly side: number;
}): Omit<Workload, "title" | "steps"> {
  const { layers, batch, side } = sizes;
  return {
    create: () => new CifarResNet({ layers }),
    peer: { network: "cifar-resnet", sizes: { blocks: (layers - 2) / 6 } },
    loss,
    batch: images("resnet20", [batch, 3, side, side]),
    optimizer: sgd(0.01),
  };
}

export const imageWorkloads = {
  lenet5: {
    title: "LeNet-5, batch 64 of 1x32x32, Adam",
    create: () => lenet.create("lenet5"),
    peer: { network: "lenet5" },
    loss,
    batch: images("lenet5", [64, 1, 32, 32]),
    optimizer: adam,
    steps: 60,
  },
  "vgg-mini": {
    title: "VGG-mini A, batch 64 of 1x32x32, Adam",
    create: () => vgg.create("vgg-mini-a"),
    peer: { network: "vgg-mini" },
    loss,
    batch: images("vgg-mini", [64, 1, 32, 32]),
    optimizer: adam,
    steps: 30,
  },
  resnet20: {
    title: "ResNet-20, batch 32 of 3x32x32, SGD with momentum",
    ...cifarResNet({ layers: 20, batch: 32, side: 32 }),
    steps: 15,
  },
  resnet18: {
    title: "ResNet-18, batch 8 of 3x224x224, SGD with momentum",
    create: () => resnet.create("resnet18"),
    peer: { network: "resnet18" },
    loss,
    batch: images("resnet18", [8, 3, 224, 224], 1000),
    optimizer: sgd(1e-3),
    steps: 4,
  },
  resnet50: {
    title: "ResNet-50, batch 8 of 3x224x224, SGD with momentum",
    create: () => resnet.create("resnet50"),
    peer: { network: "resnet50" },
    loss,
    batch: images("resnet50", [8, 3, 224, 224], 1000),
    optimizer: sgd(1e-3),
    steps: 2,
  },
} as const satisfies Readonly<Record<string, Workload>>;

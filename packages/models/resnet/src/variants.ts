import { float32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { imageClassification } from "@blockzoo/tasks/image-classification";
import { imageNetLabels, imageNetPreprocessing } from "@blockzoo/tasks/imagenet";
import { CifarResNet, type CifarResNetOptions } from "./cifar-resnet.js";
import { BasicBlock, Bottleneck, ResNet, type ResNetOptions } from "./resnet.js";

const task = imageClassification();

/** Table 1: the numbers of blocks. Parameters are torchvision's, without those of the running statistics. */
const sizes = {
  resnet18: { block: BasicBlock, blocks: [2, 2, 2, 2], params: 11_689_512 },
  resnet34: { block: BasicBlock, blocks: [3, 4, 6, 3], params: 21_797_672 },
  resnet50: { block: Bottleneck, blocks: [3, 4, 6, 3], params: 25_557_032 },
  resnet101: { block: Bottleneck, blocks: [3, 4, 23, 3], params: 44_549_160 },
  resnet152: { block: Bottleneck, blocks: [3, 8, 36, 3], params: 60_192_808 },
} as const satisfies Readonly<Record<string, ResNetOptions & { readonly params: number }>>;

function imageNet(
  { params, ...options }: ResNetOptions & { readonly params: number },
  summary: string,
): Variant<typeof task> {
  return {
    summary,
    create: () => new ResNet(options),
    task,
    graphs: forward({ input: float32("N", 3, "H", "W") }, "logits"),
    params,
    meaning: { preprocessing: imageNetPreprocessing, labels: imageNetLabels },
  };
}

function cifar(options: CifarResNetOptions, params: number, summary: string, size = 32): Variant<typeof task> {
  return {
    summary,
    create: () => new CifarResNet(options),
    task,
    graphs: forward({ input: float32("N", options.channels ?? 3, size, size) }, "logits"),
    params,
  };
}

/** Grey images of 16x16 and widths of 8, 16, 32: the size at which the claims are tested. */
export const mini = { widths: [8, 16, 32], channels: 1 } as const;

export const variants = {
  resnet18: imageNet(sizes.resnet18, "18 layers, basic blocks"),
  resnet34: imageNet(sizes.resnet34, "34 layers, basic blocks"),
  resnet50: imageNet(sizes.resnet50, "50 layers, bottlenecks with the stride in the 3x3 convolution"),
  resnet101: imageNet(sizes.resnet101, "101 layers"),
  resnet152: imageNet(sizes.resnet152, "152 layers"),
  "resnet50-v1": imageNet(
    { ...sizes.resnet50, strideIn: "1x1" },
    "50 layers, the stride in the first 1x1, as published",
  ),
  "resnet101-v1": imageNet({ ...sizes.resnet101, strideIn: "1x1" }, "101 layers, strides as published"),
  "resnet152-v1": imageNet({ ...sizes.resnet152, strideIn: "1x1" }, "152 layers, strides as published"),
  resnet20: cifar({ layers: 20 }, 269_722, "20 layers for 32x32, identity shortcuts (option A)"),
  resnet32: cifar({ layers: 32 }, 464_154, "32 layers for 32x32"),
  resnet44: cifar({ layers: 44 }, 658_586, "44 layers for 32x32"),
  resnet56: cifar({ layers: 56 }, 853_018, "56 layers for 32x32"),
  resnet110: cifar({ layers: 110 }, 1_727_962, "110 layers for 32x32"),
  "resnet20-b": cifar(
    { layers: 20, shortcut: "B" },
    272_474,
    "20 layers for 32x32, projections where sizes change (option B)",
  ),
  "resnet56-b": cifar({ layers: 56, shortcut: "B" }, 855_770, "56 layers for 32x32, projections where sizes change"),
  plain20: cifar({ layers: 20, shortcut: "none" }, 269_722, "resnet20 without its shortcuts"),
  plain56: cifar({ layers: 56, shortcut: "none" }, 853_018, "resnet56 without its shortcuts"),
  "resnet20-mini": cifar({ layers: 20, ...mini }, 67_906, "20 layers for grey 16x16, half the channels", 16),
  "resnet56-mini": cifar({ layers: 56, ...mini }, 214_402, "56 layers for grey 16x16, half the channels", 16),
} as const satisfies Readonly<Record<string, Variant>>;

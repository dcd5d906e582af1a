import { flatten, Linear, Sequential } from "@blockzoo/core";
import type { Gate, Recipe } from "@blockzoo/family";
import { adam, glyphsData, sgd, supervisedRecipe, withShuffledLabels } from "@blockzoo/train";
import { CifarResNet, type Shortcut } from "../src/cifar-resnet.js";
import { mini } from "../src/variants.js";

const data = glyphsData({ geometry: "h16" });
const settings = { data: "glyphs, h16, 6,000 for training and 1,000 for testing", widths: [...mini.widths] };

interface Arm {
  readonly layers: 20 | 56;
  readonly shortcut: Shortcut;
  readonly id: string;
  readonly variant: string;
  readonly claim: string;
  readonly gate: Gate;
}

/** What the four networks of the comparison share, which is all but the shortcuts and the number of layers. */
function arm({ layers, shortcut, ...own }: Arm) {
  return {
    ...own,
    create: () => new CifarResNet({ layers, shortcut, ...mini }),
    data,
    optimizer: sgd({ learningRate: 0.05, momentum: 0.9, weightDecay: 1e-4 }),
    batchSize: 64,
    sampling: "withReplacement",
    steps: 300,
    trainingLoss: { lastSteps: 40 },
    recalibration: { samples: 2000, batchSize: 100 },
    settings: { ...settings, layers, shortcut },
  } as const;
}

const plain20 = supervisedRecipe(
  arm({
    layers: 20,
    shortcut: "none",
    id: "resnet56-mini.glyphs.plain20",
    variant: "plain20-mini",
    claim: "Twenty plain layers train.",
    gate: { metric: "trainingLoss", atMost: 0.5 },
  }),
);

const deepPlain = {
  layers: 56,
  shortcut: "none",
  variant: "plain56-mini",
  claim: "Fifty-six plain layers do not train, though they could do all that twenty can.",
} as const;

const plain56 = supervisedRecipe(
  arm({
    ...deepPlain,
    id: "resnet56-mini.glyphs.plain56",
    gate: { metric: "trainingLoss", atLeast: 1, and: { metric: "accuracy", atMost: 0.6 } },
  }),
);

const resnet20 = supervisedRecipe(
  arm({
    layers: 20,
    shortcut: "A",
    id: "resnet56-mini.glyphs.resnet20",
    variant: "resnet20-mini",
    claim: "Twenty residual layers train.",
    gate: { metric: "trainingLoss", atMost: 0.2 },
  }),
);

const gate = { metric: "trainingLoss", atMost: 0.3, and: { metric: "accuracy", atLeast: 0.9 } } as const;

/** The degradation problem: figures 1 and 6 of the paper, at a size that trains in a minute. */
export const resnet56Glyphs: Recipe = supervisedRecipe({
  ...arm({
    layers: 56,
    shortcut: "A",
    id: "resnet56-mini.glyphs",
    variant: "resnet56-mini",
    claim:
      "More plain layers train worse, which is not overfitting, since it is the training loss that is higher; with identity " +
      "shortcuts, which add no parameters, 56 layers train as 20 do (He et al. 2015, sections 1 and 4.2).",
    gate,
  }),
  baselines: { plain20, resnet20, plain56 },
  ratios: [
    { to: "resnet20", atMost: 3 },
    { to: "plain56", atMost: 0.2 },
    { of: "plain56", to: "plain20", atLeast: 3 },
  ],
  control: supervisedRecipe(arm({ ...deepPlain, id: "resnet56-mini.glyphs.control", gate })),
});

const reader = {
  id: "resnet20-mini.glyphs",
  variant: "resnet20-mini",
  claim:
    "Twenty residual layers with 67,906 parameters read small, noisy digits that are shifted, turned and scaled, of which a " +
    "linear classifier reads little more than half.",
  gate: { metric: "accuracy", atLeast: 0.97 },
  create: () => new CifarResNet({ layers: 20, ...mini }),
  optimizer: adam({ learningRate: 3e-3 }),
  batchSize: 64,
  steps: 600,
} as const;

export const resnet20Glyphs: Recipe = supervisedRecipe({
  ...reader,
  data,
  recalibration: { samples: 2000, batchSize: 100 },
  settings,
  baselines: {
    linear: supervisedRecipe({
      ...reader,
      id: "resnet20-mini.glyphs.linear",
      variant: "linear",
      claim: "A softmax on pixels does not.",
      gate: { metric: "accuracy", atMost: 0.65 },
      create: () => new Sequential(flatten, new Linear(256, 10)),
      data,
      settings: { ...settings, network: "linear" },
    }),
  },
  ahead: { linear: 0.3 },
  control: supervisedRecipe({
    ...reader,
    id: "resnet20-mini.glyphs.control",
    data: withShuffledLabels(data),
    settings: { ...settings, labels: "shuffled" },
  }),
});

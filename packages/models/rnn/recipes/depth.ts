/** Digits through 24 layers: whether the gradient comes through depth. */
import { flatten, Linear, relu, sigmoid, Sequential, tanh, type Block } from "@blockzoo/core";
import { glyphGeometries } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import { adam, glyphsData, supervisedRecipe } from "@blockzoo/train";
import { DeepGridLSTM } from "../src/grid-networks.js";

const layers = 24;
const hidden = 48;
const geometry = { ...glyphGeometries.easy, rotation: 20, noise: 0.15 };

const task = {
  data: glyphsData({ geometry, size: 16 }),
  optimizer: adam({ learningRate: 1e-3 }),
  batchSize: 64,
  steps: 500,
};
const settings = { data: "glyphs, 6,000 and 1,000, 16x16", geometry, layers };

/** As many layers, and about as many parameters, with PyTorch's first weights. */
const width = 99;
const plain = { tanh, sigmoid, relu };

function plainNet(activation: keyof typeof plain): Block {
  const [first, ...deeper] = Array.from({ length: layers }, (_, layer) => new Linear(layer === 0 ? 256 : width, width));
  const activate = plain[activation];
  return new Sequential(
    flatten,
    first!,
    activate,
    ...deeper.flatMap((layer) => [layer, activate]),
    new Linear(width, 10),
  );
}

function plainRecipe(activation: keyof typeof plain): Recipe {
  return supervisedRecipe({
    id: `grid-lstm-24.glyphs.${activation}`,
    variant: activation,
    claim: `No gradient comes through ${layers} plain layers that begin with PyTorch's weights.`,
    gate: { metric: "accuracy", atMost: 0.2 },
    create: () => plainNet(activation),
    ...task,
    settings: { ...settings, network: activation, width },
  });
}

function gridRecipe(
  id: string,
  forgetBias: number,
  options: Pick<Recipe, "gate" | "baselines" | "ahead" | "control">,
): Recipe {
  return supervisedRecipe({
    id,
    variant: "grid-lstm-24",
    claim: `Memory along depth lets ${layers} layers learn in ${task.steps} steps (Kalchbrenner et al. 2015).`,
    ...options,
    create: () => new DeepGridLSTM({ inputSize: 256, hiddenSize: hidden, layers, outputSize: 10, forgetBias }),
    ...task,
    settings: { ...settings, network: "1-LSTM", hidden, forgetBias },
  });
}

const gate = { metric: "accuracy", atLeast: 0.95 };

export const gridLstmDepth = gridRecipe("grid-lstm-24.glyphs", 3, {
  gate,
  baselines: { tanh: plainRecipe("tanh"), sigmoid: plainRecipe("sigmoid"), relu: plainRecipe("relu") },
  ahead: { tanh: 0.75, sigmoid: 0.75, relu: 0.75 },
  // The memory halves at each layer: what goes in at the bottom is gone before the top.
  control: gridRecipe("grid-lstm-24.glyphs.control", 0, { gate }),
});

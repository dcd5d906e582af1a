/** Digits by patches of 4x4 pixels: whether memory along rows and columns puts them together. */
import { Block, Linear, numericShape, reduceMean, reshape, type Tensor } from "@blockzoo/core";
import { glyphGeometries } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import { adam, glyphsData, supervisedRecipe, withShuffledLabels, type RecipeData } from "@blockzoo/train";
import { GridLSTMImage, patchesOf } from "../src/grid-image.js";
import { GridLSTMBlock, type GridSides } from "../src/grid-lstm.js";

const geometry = { ...glyphGeometries.easy, rotation: 20, noise: 0.15 };
const digits = glyphsData({ geometry, size: 16 });
const network = { patch: 4, hiddenSize: 32, layers: 2, outputSize: 10 };
const task = { optimizer: adam({ learningRate: 3e-3 }), clip: { globalNorm: 1 }, batchSize: 64, steps: 500 };
const settings = { data: "glyphs, 6,000 and 1,000, 16x16", geometry };

/** As deep, but with memory along depth alone: a patch knows nothing of the others. */
class BagOfPatches extends Block {
  readonly hidden = new Linear(network.patch ** 2, network.hiddenSize);
  readonly memory = new Linear(network.patch ** 2, network.hiddenSize);
  readonly layers = Array.from({ length: network.layers }, () => new GridLSTMBlock(network.hiddenSize, ["lstm"]));
  readonly head = new Linear(network.hiddenSize, network.outputSize);

  forward(images: Tensor): Tensor {
    const patches = patchesOf(images, network.patch);
    // A Grid LSTM reads vectors: all patches of all images are one batch of them.
    const [rows, columns, samples] = numericShape(patches.shape, "a bag of patches") as [number, number, number];
    const vectors = reshape(patches, [rows * columns * samples, network.patch ** 2]);
    const first: GridSides = { h: [this.hidden.forward(vectors)], m: [this.memory.forward(vectors)] };
    const { h } = this.layers.reduce((sides, layer) => layer.forward(sides), first);
    const places = reshape(h[0]!, [rows * columns, samples, network.hiddenSize]);
    return this.head.forward(reduceMean(places, { axes: [0] }));
  }
}

const bagOfPatches = supervisedRecipe({
  id: "grid-lstm-image.glyphs.bag-of-patches",
  variant: "bag-of-patches",
  claim: "Patches of 4x4 pixels, each by itself, do not tell which digit they are of.",
  gate: { metric: "accuracy", atMost: 0.8 },
  create: () => new BagOfPatches(),
  data: digits,
  ...task,
  settings: { ...settings, network: "1-LSTM on each patch, mean of all" },
});

function planeRecipe(
  id: string,
  claim: Pick<Recipe, "baselines" | "ahead" | "control">,
  { data, labels }: { readonly data: RecipeData; readonly labels: string },
): Recipe {
  return supervisedRecipe({
    id,
    variant: "grid-lstm-image",
    claim: "Memory along rows and columns puts patches together to digits (Kalchbrenner et al. 2015).",
    gate: { metric: "accuracy", atLeast: 0.95 },
    ...claim,
    create: () => new GridLSTMImage(network),
    data,
    ...task,
    settings: { ...settings, network: { kind: "3-LSTM", ...network }, labels },
  });
}

export const gridLstmPlane = planeRecipe(
  "grid-lstm-image.glyphs",
  {
    baselines: { bagOfPatches },
    ahead: { bagOfPatches: 0.2 },
    control: planeRecipe(
      "grid-lstm-image.glyphs.control",
      {},
      { data: withShuffledLabels(digits), labels: "dealt out at random" },
    ),
  },
  { data: digits, labels: "as they are" },
);

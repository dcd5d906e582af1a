/** Whether the filters of a convolutional machine become strokes on images of digits (Lee et al. 2009, section 4.3). */
import { initialize, ndarray, RandomStream, type NDArray, type StateDict } from "@blockzoo/core";
import { batched, mapDataset, type Dataset } from "@blockzoo/data";
import type { Figure, Measurement } from "@blockzoo/family";
import {
  fit,
  fitContext,
  recipe,
  sgd,
  withoutTraining,
  type LearnContext,
  type Learned,
  type RecipeDataContext,
} from "@blockzoo/train";
import { ConvolutionalRbm } from "../../src/convolutional/convolutional-rbm.js";
import { strokes } from "../../src/convolutional/variants.js";
import { mnistDigits } from "../mnist-digits.js";
import { layerLoss, layerTraining, quietBias } from "./layer-training.js";
import { orientedness } from "./orientedness.js";

const digits = (context: RecipeDataContext): Promise<Dataset> => mnistDigits(context, "train");

/** Images whose pixels changed places, all in the same way: each pixel is on as often, but neighbours are none any more. */
async function shuffledDigits(context: RecipeDataContext): Promise<Dataset> {
  const order = new RandomStream(context.trainSeed, "pixels").permutation(28 ** 2);
  return mapDataset(await digits(context), ({ x, ...rest }) => {
    const moved = x!.data.map((_, at) => x!.data[at - (at % order.length) + order[at % order.length]!]!);
    return { ...rest, x: ndarray(moved, x!.shape) };
  });
}

async function learn(images: Dataset, context: LearnContext): Promise<Learned> {
  const { batchSize, learningRate, momentum, steps } = layerTraining;
  const { weightsSeed, batchSeed } = context.seeds;
  const machine = new ConvolutionalRbm(strokes);
  return fit(machine, {
    ...fitContext(context),
    steps: context.steps ?? steps,
    weights: new Map(initialize(machine, { seed: weightsSeed })).set("hiddenBias", quietBias(machine)),
    data: batched(images, { batchSize, seed: batchSeed }),
    loss: (model, { x }) => layerLoss(model, x),
    optimizer: sgd({ learningRate, momentum }),
  });
}

/** The share of filters that correlate by more than .8 with an edge or a bar, and a picture of them. */
export function measureStrokes(weights: StateDict): Measurement {
  const weight = weights.get("weight")!;
  const correlations = orientedness(filtersOf(weight), strokes.kernel);
  const share = correlations.filter((each) => each > 0.8).length / correlations.length;
  return { metrics: { strokes: share }, figures: [picture(weight)] };
}

function filtersOf({ data }: NDArray): ArrayLike<number>[] {
  const taps = strokes.kernel ** 2;
  return Array.from({ length: strokes.filters }, (_, map) => data.subarray(map * taps, (map + 1) * taps));
}

/** Each filter with grey for 0, its largest weight white or black. */
function picture(weight: NDArray): Figure {
  const taps = strokes.kernel ** 2;
  const largest = filtersOf(weight).map((filter) => Math.max(...Array.from(filter, Math.abs)));
  const grey = Float32Array.from(weight.data, (value, at) => 0.5 + value / largest[Math.floor(at / taps)]! / 2);
  return {
    kind: "images",
    title: "Filters: white turns the unit on, black off",
    images: ndarray(grey, [strokes.filters, 1, strokes.kernel, strokes.kernel]),
    columns: 8,
  };
}

const settings = {
  data: "MNIST, the training images",
  network: strokes,
  training: layerTraining,
};
const claimed = {
  variant: "convolutional-rbm",
  reads: "MNIST",
  gate: { metric: "strokes", atLeast: 0.5 },
  measure: async (weights: StateDict) => measureStrokes(weights),
};

const random = withoutTraining(
  {
    id: "convolutional-rbm.mnist.random",
    variant: "random",
    claim: "Random filters look like nothing.",
    gate: { metric: "strokes", atMost: 0.05 },
    settings: { network: strokes, weights: "random" },
  },
  async ({ trainSeed }) => measureStrokes(initialize(new ConvolutionalRbm(strokes), { seed: trainSeed })).metrics,
);

export const convolutionalRbmMnist = recipe<Dataset>({
  ...claimed,
  id: "convolutional-rbm.mnist",
  claim:
    "Filters that learn to make handwritten digits likely become strokes: at least half of them correlate by more than .8 with " +
    "an edge or a bar (Lee et al. 2009, section 4.3).",
  settings,
  data: digits,
  learn,
  baselines: { random },
  ahead: { random: 0.4 },
  control: recipe<Dataset>({
    ...claimed,
    id: "convolutional-rbm.mnist.control",
    claim: "Where pixels changed places, there are no strokes.",
    settings: { ...settings, pixels: "in another order" },
    data: shuffledDigits,
    learn,
  }),
});

/** Bits, each labelled by one that came before and one that is yet to come: y(t) = x(t-3) xor x(t+3), 0 beyond the ends. */
import { LSTM, ndarray, RandomStream } from "@blockzoo/core";
import { arrayDataset, type Dataset } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import { adam, supervisedRecipe, type RecipeData } from "@blockzoo/train";
import { AlternatingLSTM } from "../src/alternating-lstm.js";
import { SequenceTagger, type SequenceNet } from "../src/sequence-nets.js";

const steps = 20;
const distance = 3;
const hidden = 24;
const batchSize = 50;
const trainingSteps = 1200;

/** Bits `x` float32[count, T, 1], as -1 and 1, and labels `y` int32[count, T]. */
export function pastAndFuture({ count, seed }: { readonly count: number; readonly seed: number }): Dataset {
  const stream = new RandomStream(seed, "past and future");
  const bits = Uint8Array.from({ length: count * steps }, () => stream.integer(2));
  const bitAt = (sample: number, step: number) => (step < 0 || step >= steps ? 0 : bits[sample * steps + step]!);
  const y = Int32Array.from(bits, (_, place) => {
    const [sample, step] = [Math.floor(place / steps), place % steps];
    return bitAt(sample, step - distance) ^ bitAt(sample, step + distance);
  });
  const x = Float32Array.from(bits, (bit) => 2 * bit - 1);
  const arrays = { x: ndarray(x, [count, steps, 1]), y: ndarray(y, [count, steps]) };
  return arrayDataset({ name: "past and future", arrays, labels: ["0", "1"] });
}

/** A new sequence at every place of every batch. */
const data: RecipeData = async ({ trainSeed, testSeed }) => ({
  train: pastAndFuture({ count: batchSize * trainingSteps, seed: trainSeed }),
  test: pastAndFuture({ count: 500, seed: testSeed }),
});

function tagging(
  id: string,
  {
    net,
    size,
    network,
    ...claim
  }: Pick<Recipe, "claim" | "gate" | "baselines" | "control" | "ahead"> & {
    readonly net: () => SequenceNet;
    readonly size: number;
    readonly network: string;
  },
): Recipe {
  return supervisedRecipe({
    id,
    variant: id.split(".")[0]!,
    ...claim,
    create: () => new SequenceTagger(net(), { size, classes: 2 }),
    data,
    settings: {
      data: `x(t-${distance}) xor x(t+${distance}) of ${steps} bits, new ones in each batch`,
      network,
      hidden,
    },
    optimizer: adam({ learningRate: 5e-3 }),
    clip: { globalNorm: 1 },
    batchSize,
    steps: trainingSteps,
  });
}

export const lstmTagging = tagging("lstm-tagger.past-and-future", {
  claim: "A net that runs forwards cannot know what is yet to come: all but the last steps are guessed.",
  gate: { metric: "accuracy", atMost: 0.8 },
  net: () => new LSTM(1, hidden, { layers: 2 }),
  size: hidden,
  network: "two layers, forwards",
});

/** Both layers run the same way, backwards: the future is known, the past is not. */
const backwardsOnly = tagging("bilstm-tagger.past-and-future.control", {
  claim: "A net that runs backwards only cannot know what came before.",
  gate: { metric: "accuracy", atLeast: 0.97 },
  net: () => new LSTM(1, hidden, { layers: 2, reverse: true }),
  size: hidden,
  network: "two layers, backwards",
});

const bothWays = {
  gate: { metric: "accuracy", atLeast: 0.97 },
  baselines: { forwards: lstmTagging },
  ahead: { forwards: 0.17 },
  control: backwardsOnly,
};

export const bilstmTagging = tagging("bilstm-tagger.past-and-future", {
  claim: "A net that runs both ways labels each step by what was and by what comes (Graves & Schmidhuber 2005).",
  ...bothWays,
  net: () => new LSTM(1, hidden, { layers: 2, bidirectional: true }),
  size: 2 * hidden,
  network: "two layers, both ways side by side",
});

export const dbLstmTagging = tagging("db-lstm-tagger.past-and-future", {
  claim: "Layers of alternating direction see the past and the future, too (Zhou & Xu 2015).",
  ...bothWays,
  net: () => new AlternatingLSTM(1, hidden),
  size: 2 * hidden,
  network: "four layers of alternating direction",
});

/**
 * The adding problem: sequences of numbers of which two are marked, and the sum of these two is asked for at the end.
 *
 * S. Hochreiter, J. Schmidhuber, "Long short-term memory", Neural Computation 9(8), 1997, section 5.4; here numbers are from
 * [0, 1), all sequences have T steps, and one mark lies in each half.
 */
import { GRU, LSTM, MinimalGRU, ndarray, RandomStream, RNN } from "@blockzoo/core";
import { arrayDataset, mapDataset, type Dataset } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import { adam, meanSquaredError, supervisedRecipe, type Metric, type RecipeData } from "@blockzoo/train";
import { SequenceRegressor, type SequenceNet } from "../src/sequence-nets.js";

/** T of the claims. */
const longSteps = 60;
const hidden = 48;
const batchSize = 50;
const trainingSteps = 1500;

export interface AddingOptions {
  readonly count: number;
  /** T, an even number. */
  readonly steps: number;
  readonly seed: number;
}

/** Sequences `x` float32[count, T, 2] of a number and a mark, and sums `y` float32[count, 1]. */
export function addingProblem({ count, steps, seed }: AddingOptions): Dataset {
  const stream = new RandomStream(seed, "adding");
  const x = new Float32Array(count * steps * 2);
  const y = new Float32Array(count);
  for (let sample = 0; sample < count; sample++) {
    for (let step = 0; step < steps; step++) x[2 * (sample * steps + step)] = stream.uniform();
    for (const half of [0, steps / 2]) {
      const marked = 2 * (sample * steps + half + stream.integer(steps / 2));
      x[marked + 1] = 1;
      y[sample]! += x[marked]!;
    }
  }
  return arrayDataset({ name: "adding", arrays: { x: ndarray(x, [count, steps, 2]), y: ndarray(y, [count, 1]) } });
}

/** A new sequence at every place of every batch: nothing can be learned by heart. */
const dataOf =
  (steps: number): RecipeData =>
  async ({ trainSeed, testSeed }) => ({
    train: addingProblem({ count: batchSize * trainingSteps, steps, seed: trainSeed }),
    test: addingProblem({ count: 1000, steps, seed: testSeed }),
  });

/** The same with no marks: the mean, 1, is the best that can be said, and its squared error 1/6. */
const withoutMarks: RecipeData = async (context) => {
  const unmark = (dataset: Dataset) =>
    mapDataset(dataset, ({ x, ...others }) => ({
      ...others,
      x: { ...x!, data: x!.data.map((value, index) => (index % 2 === 0 ? value : 0)) },
    }));
  const { train, test } = await dataOf(longSteps)(context);
  return { train: unmark(train), test: unmark(test) };
};

const error: Metric = ({ outputs, inputs }) => {
  const { data: sums } = outputs["sum"]!;
  const { data: expected } = inputs["y"]!;
  let total = 0;
  for (let sample = 0; sample < sums.length; sample++) total += (sums[sample]! - expected[sample]!) ** 2;
  return total / sums.length;
};

interface Task {
  /** T. Default 60. */
  readonly steps?: number;
  /** Whether the marks are there. Default true. */
  readonly marks?: boolean;
}

type Claim = Pick<Recipe, "claim" | "gate" | "baselines" | "ratios" | "control">;

function adding(
  id: string,
  net: () => SequenceNet,
  { steps = longSteps, marks = true, ...claim }: Claim & Task,
): Recipe {
  return supervisedRecipe({
    id,
    variant: id.split(".")[0]!,
    ...claim,
    create: () => new SequenceRegressor(net(), hidden),
    data: marks ? dataOf(steps) : withoutMarks,
    settings: {
      data: "adding problem, new sequences in each batch",
      sequenceSteps: steps,
      marks,
      hidden,
      loss: "mean squared error",
    },
    loss: (model, { x, y }) => meanSquaredError(model.forward(x), y),
    forward: (model, { x }) => ({ sum: model.forward(x) }),
    metrics: { error },
    optimizer: adam({ learningRate: 3e-3 }),
    clip: { globalNorm: 1 },
    batchSize,
    steps: trainingSteps,
  });
}

const plainGate = { metric: "error", atLeast: 0.1 };

export const rnnAdding = adding("rnn-adding.adding", () => new RNN(2, hidden), {
  claim: "A plain recurrent net does not learn what lies tens of steps apart: it says the mean (Bengio et al. 1994).",
  gate: plainGate,
  // It is the distance, and not the net: over ten steps it learns.
  control: adding("rnn-adding.adding.control", () => new RNN(2, hidden), {
    claim: "A plain recurrent net does not learn what lies a few steps apart.",
    gate: plainGate,
    steps: 10,
  }),
});

const gate = { metric: "error", atMost: 0.02 };

function gated(kind: string, net: () => SequenceNet, claim: string): Recipe {
  const id = `${kind}-adding.adding`;
  return adding(id, net, {
    claim,
    gate,
    baselines: { rnn: rnnAdding },
    ratios: [{ to: "rnn", atMost: 0.2 }],
    control: adding(`${id}.control`, net, { claim: "Sums without marks cannot be told.", gate, marks: false }),
  });
}

export const lstmAdding = gated(
  "lstm",
  () => new LSTM(2, hidden),
  "An LSTM adds two numbers that lie tens of steps apart (Hochreiter & Schmidhuber 1997, section 5.4).",
);

export const gruAdding = gated(
  "gru",
  () => new GRU(2, hidden),
  "A GRU adds two numbers that lie tens of steps apart, as an LSTM does (Cho et al. 2014).",
);

export const minimalGruAdding = gated(
  "minimal-gru",
  () => new MinimalGRU(2, hidden),
  "One gate is enough to add two numbers that lie tens of steps apart (Zhou et al. 2016).",
);

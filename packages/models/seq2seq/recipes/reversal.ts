/** Reversing sequences, with attention and without. */
import { ndarray, type StateDict } from "@blockzoo/core";
import { batched, type Dataset } from "@blockzoo/data";
import { compileNetworks, type MeasureContext, type Measurement, type Recipe, type Variant } from "@blockzoo/family";
import { greedy, networkStepper, type Hypothesis } from "@blockzoo/tasks/decoding";
import { adam, cosineSchedule, fit, recipe, type LearnContext, type RecipeDataContext } from "@blockzoo/train";
import type { Seq2Seq } from "../src/seq2seq.js";
import { variants } from "../src/variants.js";
import { begin, end, reversals } from "./reversals.js";
import { teacherForcingLoss, type Pairs } from "./teacher-forcing.js";

const lengths = { shortest: 5, longest: 20 };
const training = { batchSize: 64, steps: 1000, learningRate: 2e-3, clip: 1 };
/** Sources of one length each, the last longer than any that was trained on. */
const testLengths = [5, 10, 20, 30];
const testCount = 200;

interface Reversals {
  readonly train: Dataset;
  readonly test: readonly Dataset[];
}

/** A new sequence at every place of every batch. */
const dataOf =
  (related: boolean) =>
  async ({ trainSeed, testSeed }: RecipeDataContext): Promise<Reversals> => ({
    train: reversals({ count: training.batchSize * training.steps, ...lengths, seed: trainSeed, related }),
    test: testLengths.map((length) =>
      reversals({ count: testCount, shortest: length, longest: length, seed: testSeed + length }),
    ),
  });

const learn = (variant: Variant) => async (data: Reversals, context: LearnContext) => {
  const { backend, seeds, checkpoints, checkpointEvery, resume, signal, onProgress, steps = training.steps } = context;
  return fit<Seq2Seq, Pairs>(variant.create() as Seq2Seq, {
    data: batched(data.train, { batchSize: training.batchSize, seed: seeds.batchSeed }),
    loss: teacherForcingLoss,
    optimizer: adam({ learningRate: training.learningRate }),
    clip: { globalNorm: training.clip },
    schedule: cosineSchedule(),
    steps,
    backend,
    seed: seeds.weightsSeed,
    resume,
    signal,
    onProgress,
    ...(checkpoints && { checkpoint: { to: checkpoints, everySteps: checkpointEvery } }),
  });
};

/** What the network says by itself, each token read back, against what it should say. */
const measure =
  (variant: Variant) =>
  async (weights: StateDict, { test }: Reversals, { backend }: MeasureContext): Promise<Measurement> => {
    const { networks, dispose } = await compileNetworks({ variant, weights, source: "the trained weights", backend });
    try {
      const metrics: Record<string, number> = {};
      const stepper = networkStepper(networks["decode"]!);
      for (const [index, length] of testLengths.entries()) {
        const { source, sourceLengths, target } = test[index]!.gather([...Array(testCount).keys()]);
        const encoded = await networks["encode"]!.outputs({ source: source!, sourceLengths: sourceLengths! });
        const state = stepper.begin({ ...encoded, sourceLengths: sourceLengths! });
        const start = await stepper.step(new Int32Array(testCount).fill(begin), state);
        const said = await greedy(stepper, { start, end, length: length + 1 });
        const expected = Array.from({ length: testCount }, (_, row) =>
          target!.data.subarray(row * (length + 2) + 1, (row + 1) * (length + 2)),
        );
        const right = said.map(({ tokens }, row) =>
          expected[row]!.map((token, step) => Number(tokens[step] === token)),
        );
        const all = right.map((steps) => Number(steps.every((each) => each === 1)));
        metrics[`exact${length}`] = mean(all);
        if (length === lengths.longest) {
          metrics["tokenAccuracy"] = mean(right.flatMap((steps) => [...steps]));
          if (said[0]!.attention !== undefined) metrics["antiDiagonal"] = antiDiagonal(said, length);
        }
      }
      return { metrics };
    } finally {
      dispose();
    }
  };

/** The share of symbols for which the network looked most at the place of the source where they stand. */
function antiDiagonal(said: readonly Hypothesis[], length: number): number {
  const hits = said.flatMap(({ tokens, attention }) =>
    Array.from({ length: Math.min(length, tokens.length) }, (_, step) => {
      const row = attention!.data.subarray(step * length, (step + 1) * length);
      const best = row.reduce((most, weight, place) => (weight > row[most]! ? place : most), 0);
      return Number(best === length - 1 - step);
    }),
  );
  if (process.env["SHOW"])
    for (let step = 0; step < length; step++)
      console.log(step, mean(hits.filter((_, i) => i % length === step)), offs(said, step, length));
  return mean(hits);
}
function offs(said: any, step: number, length: number) {
  const c: any = {};
  for (const { attention } of said) {
    const row = attention.data.subarray(step * length, (step + 1) * length);
    let b = 0;
    row.forEach((w: number, p: number) => {
      if (w > row[b]) b = p;
    });
    const o = b - (length - 1 - step);
    c[o] = (c[o] ?? 0) + 1;
  }
  return JSON.stringify(c);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
export { ndarray, dataOf, learn, measure };

import type { Block } from "@blockzoo/core";
import { batched } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import { textPairDataset, type TextPair } from "@blockzoo/data/text";
import { translationLoss, type Pairs, type TranslationVariant } from "@blockzoo/tasks/translation/learning";
import {
  adam,
  cosineSchedule,
  fit,
  fitContext,
  type LearnContext,
  type Learned,
  type RecipeDataContext,
} from "@blockzoo/train";
import { twelveLetters } from "../src/letters.js";
import { reversals } from "./reversals.js";

/** Words that are learned from have so many letters. */
export const lengths = { shortest: 5, longest: 20 };

/** How reversal is learned: the rate falls along half a cosine, so that what is learned in the end is not shaken by the last steps. */
export interface ReversalTraining {
  readonly steps: number;
  readonly learningRate: number;
  readonly batchSize: number;
  /** Of the gradient's global norm. */
  readonly clip: number;
}

export interface ReversalData {
  readonly train: readonly TextPair[];
  /** For held-out words of any length. */
  readonly testSeed: number;
}

/** A new word at every place of every batch. */
export const reversalData =
  ({ steps, batchSize }: ReversalTraining, { related = true } = {}) =>
  async ({ trainSeed, testSeed }: RecipeDataContext): Promise<ReversalData> => ({
    train: reversals({ count: batchSize * steps, ...lengths, seed: trainSeed, related }),
    testSeed,
  });

/** The same for the settings of a recipe. */
export function reversalSettings(training: ReversalTraining, { related = true } = {}): Recipe["settings"] {
  return {
    data: "words of twelve letters, new ones in each batch, and the same from behind",
    ...lengths,
    ...(!related && { targets: "other words" }),
    ...training,
    schedule: "cosine",
  };
}

/** Learns by teacher forcing; `trainingLoss` is the mean of the last 50 steps, none of which has seen its words before. */
export const learnReversals =
  (network: TranslationVariant, training: ReversalTraining) =>
  async ({ train }: ReversalData, context: LearnContext): Promise<Learned> => {
    const { batchSize, learningRate, clip } = training;
    const data = textPairDataset({ name: "reversals", pairs: train, ...twelveLetters });
    const { weights, history, finished } = await fit<Block, Pairs>(network.create(), {
      ...fitContext(context),
      data: batched(data, { batchSize, seed: context.seeds.batchSeed }),
      loss: (model, pairs) => translationLoss(network, model, pairs),
      optimizer: adam({ learningRate }),
      schedule: cosineSchedule(),
      clip: { globalNorm: clip },
      steps: context.steps ?? training.steps,
    });
    const last = history.slice(-50);
    const trainingLoss = last.reduce((sum, { loss }) => sum + loss, 0) / last.length;
    return { weights, history, finished, metrics: { trainingLoss } };
  };

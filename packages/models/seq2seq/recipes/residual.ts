/** A deep stack with sums around its layers and without: whether the gradient comes through. */
import type { Recipe } from "@blockzoo/family";
import type { TranslationVariant } from "@blockzoo/tasks/translation/learning";
import { recipe } from "@blockzoo/train";
import { GNMT } from "../src/gnmt.js";
import { twelveLetters } from "../src/letters.js";
import { variants } from "../src/variants.js";
import { learnReversals, reversalData, reversalSettings, type ReversalData } from "./learn-reversals.js";
import { measureReversals } from "./measure-reversals.js";

const training = { steps: 400, learningRate: 2e-3, batchSize: 64, clip: 1 };

const deep: TranslationVariant = variants["gnmt-reversal"];
const plain: TranslationVariant = {
  ...deep,
  create: () =>
    new GNMT({
      sourceTokens: twelveLetters.source.tokens.length,
      targetTokens: twelveLetters.target.tokens.length,
      hiddenSize: 64,
      layers: 6,
      residual: false,
    }),
};

type Claim = Pick<Recipe, "id" | "claim" | "gate" | "baselines" | "ratios" | "control">;

function depthRecipe(network: TranslationVariant, claim: Claim, { related = true } = {}): Recipe {
  return recipe<ReversalData>({
    ...claim,
    variant: "gnmt-reversal",
    adjustable: ["learningRateFactor", "batchSize"],
    data: reversalData(training, { related }),
    learn: learnReversals(network, training),
    measure: measureReversals(network),
    settings: { ...reversalSettings(training, { related }), layers: 6, sums: network === deep },
  });
}

const gate = { metric: "trainingLoss", atMost: 0.5 };
const claim =
  "Sums around layers let a deep stack learn what a plain one has not begun to (Wu et al. 2016, section 3.1).";

export const gnmtReversal = depthRecipe(deep, {
  id: "gnmt-reversal.letters",
  claim,
  gate,
  baselines: {
    plain: depthRecipe(plain, {
      id: "gnmt-reversal.letters.plain",
      claim: "A plain stack of six layers learns slowly.",
      gate: { metric: "trainingLoss", atLeast: 0.5 },
    }),
  },
  ratios: [{ to: "plain", atMost: 0.67 }],
  control: depthRecipe(deep, { id: "gnmt-reversal.letters.control", claim, gate }, { related: false }),
});

/** Reversal with attention and without: whether a vector of fixed length is a bottleneck. */
import type { Recipe } from "@blockzoo/family";
import type { TranslationVariant } from "@blockzoo/tasks/translation/learning";
import { recipe } from "@blockzoo/train";
import { variants } from "../src/variants.js";
import { learnReversals, reversalData, reversalSettings, type ReversalData } from "./learn-reversals.js";
import { measureReversals } from "./measure-reversals.js";

const training = { steps: 1000, learningRate: 2e-3, batchSize: 64, clip: 1 };

type Claim = Pick<Recipe, "id" | "claim" | "gate" | "baselines" | "ahead" | "control">;

function reversalRecipe(
  name: keyof typeof variants & `${string}-reversal`,
  claim: Claim,
  { related = true } = {},
): Recipe {
  const network: TranslationVariant = variants[name];
  return recipe<ReversalData>({
    ...claim,
    variant: name,
    data: reversalData(training, { related }),
    learn: learnReversals(network, training),
    measure: measureReversals(network),
    settings: reversalSettings(training, { related }),
  });
}

export const gruReversal = reversalRecipe("gru-reversal", {
  id: "gru-reversal.letters",
  claim: "A vector of fixed length does not hold a long word (Cho et al. 2014, section 4).",
  gate: { metric: "letters", atMost: 0.6 },
});

const gate = { metric: "letters", atLeast: 0.93, and: { metric: "antiDiagonal", atLeast: 0.95 } };
const claim =
  "Who looks back at each step says long words, too, and looks where the next letter stands (Bahdanau et al. 2015, section 5).";

export const bahdanauReversal = reversalRecipe("bahdanau-reversal", {
  id: "bahdanau-reversal.letters",
  claim,
  gate,
  baselines: { fixedVector: gruReversal },
  ahead: { fixedVector: 0.33 },
  control: reversalRecipe(
    "bahdanau-reversal",
    { id: "bahdanau-reversal.letters.control", claim, gate },
    { related: false },
  ),
});

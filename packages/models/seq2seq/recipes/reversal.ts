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
    adjustable: ["learningRateFactor", "batchSize"],
    data: reversalData(training, { related }),
    learn: learnReversals(network, training),
    measure: measureReversals(network),
    settings: { ...reversalSettings(training, { related }), network: name, parameters: network.params },
  });
}

export const gruReversal = reversalRecipe("gru-reversal", {
  id: "gru-reversal.letters",
  claim: "A vector of fixed length does not hold a long word (Cho et al. 2014, section 4).",
  gate: { metric: "letters", atMost: 0.6 },
});

/** A network that looks back, beside one that cannot. */
function lookingBack(
  name: keyof typeof variants & `${string}-reversal`,
  { claim, gate }: Pick<Recipe, "claim" | "gate">,
): Recipe {
  const id = `${name}.letters`;
  return reversalRecipe(name, {
    id,
    claim,
    gate,
    baselines: { fixedVector: gruReversal },
    ahead: { fixedVector: 0.33 },
    control: reversalRecipe(name, { id: `${id}.control`, claim, gate }, { related: false }),
  });
}

export const bahdanauReversal = lookingBack("bahdanau-reversal", {
  claim: "Who looks back at each step says long words, too (Bahdanau et al. 2015, section 5.1).",
  gate: { metric: "letters", atLeast: 0.93 },
});

/**
 * Where it looks is certain only where the source is read from its end: there no place behind a letter knows it. What is read
 * forwards, or both ways as by Bahdanau's, can be said while looking one place further, at what was said before.
 */
export const luongReversal = lookingBack("luong-reversal", {
  claim: "Who looks back at each step looks where the next letter stands (Luong et al. 2015, section 5.4).",
  gate: { metric: "letters", atLeast: 0.93, and: { metric: "antiDiagonal", atLeast: 0.95 } },
});

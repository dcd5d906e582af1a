import { RandomStream } from "@blockzoo/core";
import type { TextPair } from "@blockzoo/data/text";
import type { Recipe } from "@blockzoo/family";
import {
  translationRecipe,
  type TranslationData,
  type TranslationRecipeOptions,
} from "@blockzoo/tasks/translation/learning";
import type { RecipeDataContext } from "@blockzoo/train";
import { EncoderDecoder } from "../src/encoder-decoder.js";
import { seq2seqGraphs } from "../src/seq2seq.js";
import { spanishEnglish } from "../src/spanish-english.js";
import { translatorSizes, variants } from "../src/variants.js";
import { description, languageOptions, spanishEnglishPairs } from "./tatoeba-pairs.js";

const pairs = ({ data }: RecipeDataContext) => spanishEnglishPairs(data);

/** Each source with the translation of another. */
async function shuffled(context: RecipeDataContext): Promise<TranslationData> {
  const { train, test } = await pairs(context);
  const order = new RandomStream(context.trainSeed, "targets").permutation(train.length);
  const dealt = train.map(({ source }, index): TextPair => ({ source, target: train[order[index]!]!.target }));
  return { train: dealt, test };
}

const network = variants["luong-translator"];
const { sizedFor: _, ...ofOneSize } = network;
const { embeddingSize, hiddenSize } = translatorSizes(spanishEnglish);

const options = {
  variant: "luong-translator",
  reads: "sentences of Tatoeba",
  languages: spanishEnglish,
  data: pairs,
  training: { batchSize: 64, learningRate: 3e-3, steps: 2000, buckets: 5, clip: 1 },
  settings: { data: description, wordpieces: languageOptions, embeddingSize, hiddenSize },
} satisfies Partial<TranslationRecipeOptions>;

/** The same without attention: all that is known of a sentence is the last state. */
const summary = () => new EncoderDecoder({ ...translatorSizes(spanishEnglish), cell: "lstm" });

const withoutAttention = translationRecipe({
  ...options,
  id: "luong-translator.tatoeba.without-attention",
  claim: "What a vector of fixed length does not hold is lost.",
  gate: { metric: "chrf", atLeast: 0 },
  network: { ...ofOneSize, create: summary, graphs: seq2seqGraphs(summary()) },
  settings: { ...options.settings, attention: "none" },
});

const claim =
  "A translator that looks back at the sentence is better than one that keeps it in a vector (Luong et al. 2015, section 4).";
const gate = { metric: "chrf", atLeast: 0.4 };

export const luongTatoeba: Recipe = translationRecipe({
  ...options,
  id: "luong-translator.tatoeba",
  claim,
  gate,
  network,
  settings: { ...options.settings, attention: "general" },
  baselines: { withoutAttention },
  ahead: { withoutAttention: 0.12 },
  control: translationRecipe({
    ...options,
    id: "luong-translator.tatoeba.control",
    claim,
    gate,
    network,
    data: shuffled,
    settings: { ...options.settings, attention: "general", targets: "shuffled" },
  }),
});

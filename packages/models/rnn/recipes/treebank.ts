/** Sentences about films: whether they praise or blame, learned from sentences and their phrases. */
import {
  add,
  Block,
  Embedding,
  lengthMask,
  mul,
  Parameter,
  reduceSum,
  unsqueeze,
  zeros,
  type Tensor,
} from "@blockzoo/core";
import { byLength } from "@blockzoo/data";
import { rootLabel, type LabelledText, type LabelledTree } from "@blockzoo/data/text";
import type { Recipe } from "@blockzoo/family";
import type { TextLabels } from "@blockzoo/tasks/text-classification";
import { classifiedTexts, labelsObjective, textClassesOf } from "@blockzoo/tasks/text-classification/learning";
import {
  adam,
  cosineSchedule,
  supervisedRecipe,
  withoutTraining,
  withShuffledLabels,
  type RecipeData,
} from "@blockzoo/train";
import { TextClassifier } from "../src/text-nets.js";
import { textOfTokens } from "./treebank-text.js";

const vocabulary = 7000;
const labels = ["negative", "positive"];
const network = { vocabulary, classes: labels.length, embedding: 64, hidden: 64, dropout: 0.5 };
const buckets = 6;

/** From `"0"`, very negative, to `"4"`, very positive; what is neutral is of neither class. */
const classOf: Readonly<Record<string, string>> = { 0: "negative", 1: "negative", 3: "positive", 4: "positive" };

function sentencesOf(trees: readonly LabelledTree[]): LabelledText[] {
  return trees.flatMap((tree) => labelled(tree.tokens, rootLabel(tree)));
}

/** All phrases of all sentences, each once. */
function phrasesOf(trees: readonly LabelledTree[]): LabelledText[] {
  const phrases = trees.flatMap(({ tokens, nodes }) =>
    nodes.flatMap(({ label, start, end }) => labelled(tokens.slice(start, end), label)),
  );
  return [...new Map(phrases.map((phrase) => [phrase.text, phrase])).values()];
}

function labelled(tokens: readonly string[], label: string): LabelledText[] {
  const name = classOf[label];
  return name === undefined ? [] : [{ text: textOfTokens(tokens), label: name }];
}

async function treesOf(split: "train" | "test", folder: string | undefined): Promise<LabelledTree[]> {
  // In a function, since it reads files: this module also loads in a page.
  const { sentimentTreebank } = await import("@blockzoo/data/node");
  return sentimentTreebank({ split, ...(folder !== undefined && { folder }) });
}

/** The words are those of the sentences. */
function meaningOf(learned: readonly LabelledTree[]): TextLabels {
  return textClassesOf(sentencesOf(learned), { maxSize: vocabulary });
}

/** What is measured are whole sentences of the part for testing. */
const sentiment: RecipeData = async ({ data: folder }) => {
  const [learned, tested] = [await treesOf("train", folder), await treesOf("test", folder)];
  const meaning = { ...meaningOf(learned), name: "treebank" };
  return {
    train: classifiedTexts(phrasesOf(learned), meaning),
    test: classifiedTexts(sentencesOf(tested), meaning),
  };
};

/** A weight of each word for each class, whatever its place: logistic regression on words. */
class BagOfWords extends Block {
  readonly weights = new Embedding(vocabulary, labels.length, { initializer: zeros() });
  readonly bias = new Parameter([labels.length], zeros());

  forward(tokens: Tensor, lengths: Tensor): Tensor {
    const real = unsqueeze(lengthMask(lengths, tokens.shape[1]!), [2]);
    return add(reduceSum(mul(this.weights.forward(tokens), real), { axes: [1] }), this.bias);
  }
}

const training = {
  ...labelsObjective,
  schedule: cosineSchedule(),
  clip: { globalNorm: 1 },
  batchSize: 64,
  sampling: byLength({ buckets }),
  steps: 4000,
};
const settings = {
  data: "treebank, phrases and whole sentences that are not neutral for training, whole sentences for testing",
  vocabulary,
  sampling: { buckets },
};

const bagOfWords = supervisedRecipe({
  id: "bilstm-text-classifier.treebank.bag-of-words",
  variant: "bag-of-words",
  claim: "Words without their order tell much of whether a sentence praises or blames.",
  gate: { metric: "accuracy", atMost: 0.84 },
  create: () => new BagOfWords(),
  data: sentiment,
  ...training,
  optimizer: adam({ learningRate: 1e-2 }),
  settings: { ...settings, network: "bag of words" },
});

const majority = withoutTraining(
  {
    id: "bilstm-text-classifier.treebank.majority",
    variant: "majority",
    claim: "About half of the sentences blame.",
    gate: { metric: "accuracy", atMost: 0.52 },
    settings: { data: settings.data, rule: "the more frequent class" },
  },
  async ({ data: folder }) => {
    const classes = sentencesOf(await treesOf("test", folder)).map(({ label }) => label);
    const share = classes.filter((label) => label === "positive").length / classes.length;
    return { accuracy: Math.max(share, 1 - share) };
  },
);

function classifier(
  id: string,
  claim: Pick<Recipe, "baselines" | "ahead" | "control">,
  { data, dealt }: { readonly data: RecipeData; readonly dealt: string },
): Recipe {
  return supervisedRecipe({
    id,
    variant: "bilstm-text-classifier",
    reads: "the Stanford Sentiment Treebank",
    claim:
      "A bidirectional LSTM that learns from labelled phrases tells praise from blame better than words without their order (Tai et al. 2015).",
    gate: { metric: "accuracy", atLeast: 0.84 },
    ...claim,
    create: () => new TextClassifier(network),
    data,
    meaning: async ({ data: folder }) => meaningOf(await treesOf("train", folder)),
    ...training,
    optimizer: adam({ learningRate: 3e-3 }),
    settings: { ...settings, network, labels: dealt },
  });
}

export const bilstmTreebank = classifier(
  "bilstm-text-classifier.treebank",
  {
    baselines: { bagOfWords, majority },
    ahead: { bagOfWords: 0.015, majority: 0.3 },
    control: classifier(
      "bilstm-text-classifier.treebank.control",
      {},
      { data: withShuffledLabels(sentiment), dealt: "dealt out at random" },
    ),
  },
  { data: sentiment, dealt: "as they are" },
);

import { float32, int32, ndarray, RandomStream, type Block, type Feeds } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { forecasting, type SeriesScale } from "@blockzoo/tasks/forecasting";
import { sequenceLabelling } from "@blockzoo/tasks/sequence-labelling";
import { textClassification, type TextLabels } from "@blockzoo/tasks/text-classification";
import { Forecaster, type ForecasterOptions } from "./forecaster.js";
import { TextClassifier, TokenTagger, type TextNetOptions } from "./text-nets.js";

/** E and H of the networks that read words. */
const width = 64;
const dropout = 0.5;

/** What tokens and their lengths become. */
const reading = (vocabulary: number) =>
  forward({ tokens: int32("N", "T"), lengths: int32("N") }, "logits", {
    example: (drawn) => someTexts(drawn, vocabulary),
  });

type TextNet = new (options: TextNetOptions) => Block;

/** Parameters are counted by hand: vectors, an LSTM each way with two biases, a classifier of what both show. */
const readingBy = (Net: TextNet) => (vocabulary: number, classes: number) => ({
  create: () => new Net({ vocabulary, classes, embedding: width, hidden: width, dropout }),
  graphs: reading(vocabulary),
  params: vocabulary * width + 2 * 4 * width * (2 * width + 2) + classes * (2 * width + 1),
});
const [classifying, tagging] = [readingBy(TextClassifier), readingBy(TokenTagger)];

const hidden = 32;

const sayingNext = ({
  length,
  ...sizes
}: Pick<ForecasterOptions, "series" | "horizon"> & { readonly length: number }) => ({
  create: () => new Forecaster({ ...sizes, hidden }),
  graphs: forward({ input: float32("N", length, sizes.series) }, "forecast"),
  params: 4 * hidden * (2 * sizes.series + hidden + 2) + sizes.horizon * sizes.series * (hidden + 1),
});

/** Networks that read words or series; their sizes are those of the data that a user has. */
export const readers = {
  "bilstm-text-classifier": {
    summary: "says of which of two classes a text is, a bidirectional LSTM of 64 on 7,000 words",
    ...classifying(7000, 2),
    task: textClassification(),
    sizedFor: ({ vocabulary, labels }: TextLabels) => classifying(vocabulary.tokens.length, labels.length),
  },
  "bilstm-token-tagger": {
    summary: "labels each word of a text, a bidirectional LSTM of 64 on 1,000 words and 12 labels",
    ...tagging(1000, 12),
    task: sequenceLabelling(),
    sizedFor: ({ vocabulary, labels }: TextLabels) => tagging(vocabulary.tokens.length, labels.length),
  },
  "lstm-forecaster": {
    summary: "says the next 36 steps of a series by the last 48, an LSTM of 32",
    ...sayingNext({ length: 48, horizon: 36, series: 1 }),
    task: forecasting(),
    sizedFor: ({ length, horizon, series }: SeriesScale) => sayingNext({ length, horizon, series: series.length }),
  },
} as const satisfies Readonly<Record<string, Variant>>;

/** Tokens of all kinds; the last text fills the batch, the others are shorter. */
function someTexts({ tokens }: Feeds, vocabulary: number): Feeds {
  const [samples, steps] = tokens!.shape as [number, number];
  const stream = new RandomStream(0, "tokens");
  return {
    tokens: ndarray(
      Int32Array.from({ length: samples * steps }, () => stream.integer(vocabulary)),
      [samples, steps],
    ),
    lengths: ndarray(Int32Array.from({ length: samples }, (_, text) => Math.ceil((steps * (text + 1)) / samples))),
  };
}

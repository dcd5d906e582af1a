import type { NDArray } from "@blockzoo/core";
import { tokenize, type TextOrTokens, type Vocabulary } from "@blockzoo/data/text";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { softmax } from "../classes/softmax.js";
import { scoreTexts } from "../texts/score-texts.js";
import type { TextLabels } from "../texts/text-labels.js";

/** A token of a text, and what it is. */
export interface LabelledToken {
  /** As it was written. */
  readonly token: string;
  readonly label: string;
  /** How sure the network is of the label, between 0 and 1. */
  readonly probability: number;
}

/** Says what each token of a text is. */
export interface Labeller extends Disposable {
  /** The labels, in the order of the logits. */
  readonly labels: readonly string[];
  /**
   * The tokens of a text, which may be cut already, each with its most probable label.
   *
   * @throws BlockzooError where the text is empty, or has a token that the vocabulary neither has nor takes as unknown
   */
  label(text: TextOrTokens): Promise<LabelledToken[]>;
  /** As `label`, of many texts at once. */
  labelAll(texts: readonly TextOrTokens[]): Promise<LabelledToken[][]>;
}

export function labeller({
  networks: { forward },
  meaning: { vocabulary, labels },
  dispose,
}: TaskParts<TextLabels, "forward">): Labeller {
  const labelAll = async (texts: readonly TextOrTokens[]) => {
    const scores = await scoreTexts(forward, texts, vocabulary);
    return texts.map((text, index) => labelledTokens(asWritten(vocabulary, text), scores[index]!, labels));
  };
  return { labels, label: async (text) => (await labelAll([text]))[0]!, labelAll, dispose };
}

/** The tokens that the network reads, with capital letters where that leaves them the same tokens. */
function asWritten(vocabulary: Vocabulary, text: TextOrTokens): readonly string[] {
  const read = tokenize(vocabulary, text);
  const written = tokenize({ ...vocabulary, lowercase: false }, text);
  return written.length === read.length ? written : read;
}

/** The best of the logits [labels, tokens] for each token. */
function labelledTokens(tokens: readonly string[], { data }: NDArray, labels: readonly string[]): LabelledToken[] {
  return tokens.map((token, place) => {
    const probabilities = softmax(labels.map((_, label) => data[label * tokens.length + place]!));
    const probability = Math.max(...probabilities);
    return { token, label: labels[probabilities.indexOf(probability)]!, probability };
  });
}

import { ndarray, type NDArray } from "@blockzoo/core";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { rankPredictions, type ClassifyOptions, type Prediction } from "../classes/prediction.js";
import { scoreTexts } from "../texts/score-texts.js";
import type { TextLabels } from "../texts/text-labels.js";

/** Says to which class a text belongs. */
export interface TextClassifier extends Disposable {
  /** The classes, in the order of the logits. */
  readonly labels: readonly string[];
  /**
   * The most probable classes of a text, the most probable first.
   *
   * @throws BlockzooError where the text is empty, or has a token that the vocabulary neither has nor takes as unknown
   */
  classify(text: string, options?: ClassifyOptions): Promise<Prediction[]>;
  /** What the network says before the softmax: float32 [texts, classes]. */
  logits(texts: readonly string[]): Promise<NDArray>;
}

export function textClassifier({
  networks: { forward },
  meaning: { vocabulary, labels },
  dispose,
}: TaskParts<TextLabels, "forward">): TextClassifier {
  const logits = async (texts: readonly string[]) => {
    const scores = await scoreTexts(forward, texts, vocabulary);
    return ndarray(
      scores.map(({ data }) => [...data]),
      [texts.length, labels.length],
    );
  };
  return {
    labels,
    classify: async (text, options) => rankPredictions((await logits([text])).data, labels, options),
    logits,
    dispose,
  };
}

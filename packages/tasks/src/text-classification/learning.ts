import { ndarray } from "@blockzoo/core";
import { arrayDataset, everything, splitDataset, type Dataset } from "@blockzoo/data";
import { textDataset, type LabelledText } from "@blockzoo/data/text";
import { knownTokens, type KnownTokensOptions } from "../texts/learning.js";
import type { TextLabels } from "../texts/text-labels.js";

export { labelsObjective } from "../texts/learning.js";

/** What a network that learns these texts means: their classes, in the order of their code units, and their words in small letters. */
export function textClassesOf(
  texts: readonly LabelledText[],
  options: Pick<KnownTokensOptions, "maxSize"> = {},
): TextLabels {
  return {
    vocabulary: knownTokens(
      texts.map(({ text }) => text),
      { ...options, lowercase: true },
    ),
    labels: [...new Set(texts.map(({ label }) => label))].toSorted(),
  };
}

/** Texts as such a network reads them: `x` and `xLengths`, and the classes `y`. */
export function classifiedTexts(
  texts: readonly LabelledText[],
  { name, vocabulary, labels }: TextLabels & { readonly name: string },
): Dataset {
  return textDataset({
    name,
    texts: texts.map(({ text }) => text),
    classes: texts.map(({ label }) => label),
    labels,
    vocabulary,
  });
}

/** Sets a fifth of each class apart. */
export function heldOutTexts(
  texts: readonly LabelledText[],
  { name, seed }: { readonly name: string; readonly seed: number },
): { readonly train: readonly LabelledText[]; readonly test: readonly LabelledText[] } {
  const labels = [...new Set(texts.map(({ label }) => label))];
  const place = ndarray(Int32Array.from(texts.keys()));
  const y = ndarray(Int32Array.from(texts, ({ label }) => labels.indexOf(label)));
  const all = arrayDataset({ name, arrays: { place, y } });
  const [train, test] = splitDataset(all, { fractions: [0.8, 0.2], seed, stratifyBy: "y" });
  const textsOf = (part: Dataset) => Array.from(everything(part)["place"]!.data, (index) => texts[index]!);
  return { train: textsOf(train!), test: textsOf(test!) };
}

export { decodeUtf8 } from "../utf8.js";
export { buildVocabulary, type BuildVocabularyOptions } from "./build-vocabulary.js";
export {
  parseLabelledTexts,
  type LabelledText,
  type LabelledTexts,
  type ParseLabelledTextsOptions,
} from "./labelled-texts.js";
export { parseVocabulary } from "./parse-vocabulary.js";
export { splitTextPairs, type SplitTextPairs, type SplitTextPairsOptions } from "./split-text-pairs.js";
export { parseTaggedSentences, type TaggedSentence } from "./tagged-sentences.js";
export { taggedDataset, type TaggedDatasetOptions } from "./tagged-dataset.js";
export { textDataset, type TextDatasetOptions } from "./text-dataset.js";
export { textPairDataset, type TextPairDatasetOptions } from "./text-pair-dataset.js";
export { parseTextPairs, type ParseTextPairsOptions, type TextPair } from "./text-pairs.js";
export { textWindows, type TextWindowsOptions } from "./text-windows.js";
export type { TokenizerName } from "./tokenizers.js";
export { parseTrees, rootLabel, type LabelledTree, type TreeNode } from "./trees.js";
export {
  decodeText,
  decodeTokens,
  encodeText,
  specialId,
  tokenize,
  type EncodeOptions,
  type SpecialRole,
  type TextOrTokens,
  type Vocabulary,
} from "./vocabulary.js";

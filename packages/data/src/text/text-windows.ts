import { ndarray } from "@blockzoo/core";
import type { Dataset } from "../dataset.js";
import { windowDataset } from "../sequences/windows.js";
import { encodeText, type Vocabulary } from "./vocabulary.js";

/** What {@link textWindows} takes. */
export interface TextWindowsOptions {
  readonly name: string;
  readonly text: string;
  readonly vocabulary: Vocabulary;
  /** The tokens that a network sees. */
  readonly length: number;
  /** The tokens from one window to the next: as many as it is long by default, so that windows follow one another. */
  readonly stride?: number;
}

/**
 * A text cut into windows, to learn the next token at each place: `x` int32[n,length], and `y` int32[n,length], the same one
 * token later. With the sampling `contiguous`, each row of a batch goes on where it ended in the batch before.
 *
 * @throws BlockzooError when the text is shorter than a window, or has a token that the vocabulary lacks
 *
 * @example
 * const vocabulary = buildVocabulary([text], { tokenizer: "characters" });
 * const train = textWindows({ name: "shakespeare", text, vocabulary, length: 64 });
 * batched(train, { batchSize: 32, sampling: "contiguous" });
 */
export function textWindows({ name, text, vocabulary, length, stride = length }: TextWindowsOptions): Dataset {
  const sequence = ndarray(encodeText(vocabulary, text, { name }));
  return windowDataset({
    name,
    sequence,
    stride,
    windows: { x: { from: 0, steps: length }, y: { from: 1, steps: length } },
  });
}

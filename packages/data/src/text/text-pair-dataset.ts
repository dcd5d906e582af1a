import type { Dataset } from "../dataset.js";
import { sequenceDataset } from "../sequences/sequence-dataset.js";
import { encodeAll, paddingOf } from "./encode-all.js";
import type { TextPair } from "./text-pairs.js";
import type { Vocabulary } from "./vocabulary.js";

/** What {@link textPairDataset} takes. */
export interface TextPairDatasetOptions {
  readonly name: string;
  readonly pairs: readonly TextPair[];
  /** The vocabularies of the two sides. */
  readonly source: Vocabulary;
  readonly target: Vocabulary;
}

/**
 * Pairs of texts as pairs of sequences: `source` and `target`, int32[n,steps] with `sourceLengths` and `targetLengths`. Each
 * sequence has the begin and the end token that its vocabulary declares, and is padded with its padding token, else with 0.
 *
 * @example
 * const english = buildVocabulary(pairs.map(({ source }) => source), { special });
 * const spanish = buildVocabulary(pairs.map(({ target }) => target), { special });
 * const dataset = textPairDataset({ name: "spa-eng", pairs, source: english, target: spanish });
 */
export function textPairDataset({ name, pairs, source, target }: TextPairDatasetOptions): Dataset {
  const side = (key: keyof TextPair, vocabulary: Vocabulary) =>
    encodeAll(
      vocabulary,
      pairs.map((pair) => pair[key]),
      { ends: true, name: `${name}: ${key}` },
    );
  return sequenceDataset({
    name,
    sequences: { source: side("source", source), target: side("target", target) },
    padding: { source: paddingOf(source), target: paddingOf(target) },
  });
}

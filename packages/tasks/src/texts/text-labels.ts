import { check, parseRecord, parseStrings } from "@blockzoo/core";
import { parseVocabulary, type Vocabulary } from "@blockzoo/data/text";

/** What weights say of a network that gives texts, or their tokens, labels. */
export interface TextLabels {
  /** How text is cut, and the tokens that the network knows. */
  readonly vocabulary: Vocabulary;
  /** What the classes are called, in the order of the logits; at least two. */
  readonly labels: readonly string[];
}

/** @throws BlockzooError where a value of unknown origin is not what networks that read texts need to know */
export function parseTextLabels(value: unknown, where: string): TextLabels {
  const { vocabulary, labels } = parseRecord(value, where);
  const names = parseStrings(labels, `${where}: labels`);
  check(names.length >= 2, () => `${where}: labels: expected two at least, found ${JSON.stringify(names)}`);
  return { vocabulary: parseVocabulary(vocabulary, { name: `${where}: vocabulary` }), labels: names };
}

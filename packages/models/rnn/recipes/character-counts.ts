/** What counting gives: how often a character comes, by itself or behind another one. */
import { encodeText, type Vocabulary } from "@blockzoo/data/text";
import type { TextParts } from "@blockzoo/tasks/text-generation/learning";

/**
 * The bits that a character of the held-out text costs with the frequencies of the learned one, each counted once more than it
 * was seen (P. S. Laplace's rule of succession).
 *
 * @param behind how many characters before it are looked at
 */
export function bitsByCounting({ train, test }: TextParts, vocabulary: Vocabulary, behind: 0 | 1): number {
  const kinds = vocabulary.tokens.length;
  const [learned, held] = [encodeText(vocabulary, train), encodeText(vocabulary, test)];
  const before = (tokens: Int32Array, at: number) => (behind === 0 ? 0 : tokens[at - 1]!);
  const counts = Array.from({ length: kinds }, () => new Float64Array(kinds).fill(1));
  for (let at = 1; at < learned.length; at++) counts[before(learned, at)]![learned[at]!]!++;
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  let bits = 0;
  for (let at = 1; at < held.length; at++) {
    const row = before(held, at);
    bits -= Math.log2(counts[row]![held[at]!]! / totals[row]!);
  }
  return bits / (held.length - 1);
}

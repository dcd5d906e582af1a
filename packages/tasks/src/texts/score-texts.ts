import { check, ndarray, sizeOf, type NDArray } from "@blockzoo/core";
import { encodeText, type TextOrTokens, type Vocabulary } from "@blockzoo/data/text";
import type { Network } from "@blockzoo/family";

/** So many texts are one batch. */
const together = 64;

/**
 * What a network `forward(tokens, lengths)` says of each text: logits [classes], or [classes, tokens of the text].
 *
 * @throws BlockzooError where a text has no token
 */
export async function scoreTexts(
  network: Network,
  texts: readonly TextOrTokens[],
  vocabulary: Vocabulary,
): Promise<NDArray[]> {
  const encoded = texts.map((text, index) => {
    const name = texts.length === 1 ? "text" : `text ${index + 1}`;
    const tokens = encodeText(vocabulary, text, { name });
    check(tokens.length > 0, () => `${name}: ${JSON.stringify(text)} is empty, expected ${vocabulary.tokenizer}`);
    return tokens;
  });
  const scores: NDArray[] = [];
  for (let start = 0; start < encoded.length; start += together)
    scores.push(...(await scoreBatch(network, encoded.slice(start, start + together))));
  return scores;
}

async function scoreBatch(network: Network, texts: readonly Int32Array[]): Promise<NDArray[]> {
  const steps = Math.max(...texts.map(({ length }) => length));
  const tokens = new Int32Array(texts.length * steps);
  texts.forEach((text, row) => tokens.set(text, row * steps));
  const lengths = Int32Array.from(texts, ({ length }) => length);
  const outputs = await network.outputs({ tokens: ndarray(tokens, [texts.length, steps]), lengths: ndarray(lengths) });
  const { data, shape } = outputs[network.output]!;
  const [classes = 0, ...places] = shape.slice(1);
  const size = classes * sizeOf(places);
  return texts.map(({ length }, row) => {
    const own = data.subarray(row * size, (row + 1) * size) as Float32Array;
    return places.length === 0 ? ndarray(own) : withoutPadding(own, { classes, steps, length });
  });
}

/** Logits [classes, steps] of a text of fewer steps. */
function withoutPadding(
  scores: Float32Array,
  { classes, steps, length }: { readonly classes: number; readonly steps: number; readonly length: number },
): NDArray {
  const own = new Float32Array(classes * length);
  for (let index = 0; index < classes; index++)
    own.set(scores.subarray(index * steps, index * steps + length), index * length);
  return ndarray(own, [classes, length]);
}

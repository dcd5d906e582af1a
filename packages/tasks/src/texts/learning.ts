import { lengthMask, type Block, type Tensor } from "@blockzoo/core";
import { buildVocabulary, type TextOrTokens, type Vocabulary } from "@blockzoo/data/text";
import { crossEntropy, type Supervised, type SupervisedRecipeOptions } from "@blockzoo/train";

/** How the tokens of texts become a vocabulary. */
export interface KnownTokensOptions {
  /** Whether letters are made small. */
  readonly lowercase: boolean;
  /** The largest number of tokens. Default 20,000. */
  readonly maxSize?: number;
}

/**
 * The tokens that are in texts twice or more, behind those for padding and for all others: what a network learns of rare words
 * it knows of words that it never saw.
 */
export function knownTokens(
  texts: Iterable<TextOrTokens>,
  { lowercase, maxSize = 20_000 }: KnownTokensOptions,
): Vocabulary {
  const special = { padding: "<padding>", unknown: "<unknown>" };
  return buildVocabulary(texts, { tokenizer: "words", lowercase, minCount: 2, maxSize, special });
}

/** A network `forward(tokens, lengths)` that gives logits [N, classes] or [N, classes, T]. */
interface TextReader extends Block {
  forward(tokens: Tensor, lengths: Tensor): Tensor;
}

/**
 * What networks that read texts minimise: the cross-entropy of one label for each text, or of one for each token, where padding
 * does not count. Batches are those of `textDataset` and `taggedDataset`.
 */
export const labelsObjective: Pick<SupervisedRecipeOptions<Block>, "loss" | "forward"> = {
  loss(model, batch) {
    const { y, xLengths } = batch;
    return crossEntropy(logitsOf(model, batch), y, {
      mask: y.rank > 1 ? lengthMask(xLengths!, y.shape[1]!) : undefined,
    });
  },
  forward: (model, batch) => ({ logits: logitsOf(model, batch) }),
};

function logitsOf(model: Block, { x, xLengths }: Supervised): Tensor {
  return (model as TextReader).forward(x, xLengths!);
}

import type { AttentionFigure } from "@blockzoo/family";
import type { Translation } from "./translator.js";

/** Where a network looked for each token that it wrote; undefined for networks without attention. */
export function alignmentFigure({ text, alignment, tokens, sourceTokens }: Translation): AttentionFigure | undefined {
  return alignment && { kind: "attention", title: text, weights: alignment, queries: tokens, keys: sourceTokens };
}

import { check } from "@blockzoo/core";

/** A translation, and those that are right. */
export interface TranslatedText {
  readonly predicted: string;
  /** One or more. */
  readonly references: readonly string[];
}

export interface ChrfOptions {
  /** The characters of the longest n-grams. Default 6. */
  readonly order?: number;
  /** How many times as much recall counts as precision. Default 2. */
  readonly beta?: number;
}

/** Of the n-grams of one length: how many were predicted, how many there should be, and how many of these were predicted. */
interface Matches {
  readonly predicted: number;
  readonly actual: number;
  readonly same: number;
}

/**
 * How many of the n-grams of characters two sets of texts share, between 0 and 1: the F-score of the mean precision and the mean
 * recall of n-grams of 1 to `order` characters, white space left out.
 *
 * M. Popović, "chrF: character n-gram F-score for automatic MT evaluation", WMT 2015, equation 1. As sacreBLEU does by default
 * (`chrF2|nc:6|nw:0|space:no|eff:yes`), which gives it in percent: the n-grams of all texts are counted together, of several references
 * that is taken which fits a text best, and lengths of which one side has no n-gram do not count.
 *
 * @returns NaN where there is no text
 * @example chrf([{ predicted: "It rains.", references: ["It rains.", "It is raining."] }])   // 1
 */
export function chrf(texts: readonly TranslatedText[], { order = 6, beta = 2 }: ChrfOptions = {}): number {
  const lengths = Array.from({ length: order }, (_, index) => index + 1);
  const all = texts.map(({ predicted, references }, place) => {
    check(references.length > 0, () => `chrf: text ${place} has no reference to compare it with`);
    const own = lengths.map((length) => ngrams(predicted, length));
    const matches = references.map((reference) =>
      lengths.map((length, index) => matchesOf(own[index]!, ngrams(reference, length))),
    );
    return matches.reduce((best, other) => (fScore(other, beta) > fScore(best, beta) ? other : best));
  });
  if (all.length === 0) return NaN;
  const sum = (index: number, count: keyof Matches) => all.reduce((before, text) => before + text[index]![count], 0);
  const together = lengths.map((_, index) => ({
    predicted: sum(index, "predicted"),
    actual: sum(index, "actual"),
    same: sum(index, "same"),
  }));
  return fScore(together, beta);
}

/** How often each run of so many characters is in a text. */
function ngrams(text: string, length: number): ReadonlyMap<string, number> {
  const characters = Array.from(text.replaceAll(/\s/gu, ""));
  const counts = new Map<string, number>();
  for (let end = length; end <= characters.length; end++) {
    const ngram = characters.slice(end - length, end).join("");
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

function matchesOf(predicted: ReadonlyMap<string, number>, actual: ReadonlyMap<string, number>): Matches {
  const same = [...actual].reduce((sum, [ngram, count]) => sum + Math.min(count, predicted.get(ngram) ?? 0), 0);
  return { predicted: total(predicted), actual: total(actual), same };
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** `(1 + β²) P R / (β² P + R)` of the precision and recall over the lengths that both sides have. */
function fScore(matches: readonly Matches[], beta: number): number {
  const counted = matches.filter(({ predicted, actual }) => predicted > 0 && actual > 0);
  const precision = counted.reduce((sum, { same, predicted }) => sum + same / predicted, 0) / counted.length;
  const recall = counted.reduce((sum, { same, actual }) => sum + same / actual, 0) / counted.length;
  return precision > 0 ? ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall) : 0;
}

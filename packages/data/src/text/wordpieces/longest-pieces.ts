/** The pieces that words can be cut into. */
export interface Pieces {
  readonly known: ReadonlySet<string>;
  /** Of all, in code points. */
  readonly longest: number;
}

export function pieces(texts: readonly string[]): Pieces {
  const longest = texts.reduce((most, text) => Math.max(most, Array.from(text).length), 0);
  return { known: new Set(texts), longest };
}

/**
 * Cuts a word into pieces: from its start the longest that there is, and so on behind it. A sign with which no piece begins
 * stands by itself.
 *
 * Y. Wu et al., "Google's neural machine translation system: bridging the gap between human and machine translation",
 * arXiv 1609.08144, section 4.1.
 */
export function longestPieces(word: string, { known, longest }: Pieces): string[] {
  const signs = Array.from(word);
  const cut: string[] = [];
  for (let start = 0; start < signs.length;) {
    let end = Math.min(start + longest, signs.length);
    while (end > start + 1 && !known.has(signs.slice(start, end).join(""))) end--;
    // One sign at least, known or not.
    end = Math.max(end, start + 1);
    cut.push(signs.slice(start, end).join(""));
    start = end;
  }
  return cut;
}

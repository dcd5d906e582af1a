/** What the treebank writes for brackets, strokes and quotation marks. */
const escapes: Readonly<Record<string, string>> = { "-LRB-": "(", "-RRB-": ")", "\\/": "/", "``": '"', "''": '"' };

/** Parts of words that the treebank cuts off, with the space before them: `is n't`, `film 's`. */
const cutOff = / (n['’]t|['’](?:s|re|ve|d|ll|m))(?= |$)/g;

/** A phrase as it was written before it was cut into tokens, so that it is cut as any other text is: `is n't` becomes `isn't`. */
export function textOfTokens(tokens: readonly string[]): string {
  return tokens
    .join(" ")
    .replace(/-LRB-|-RRB-|\\\/|``|''/g, (escape) => escapes[escape]!)
    .replace(cutOff, "$1");
}

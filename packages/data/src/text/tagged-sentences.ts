import { check } from "@blockzoo/core";

/** A sentence, each token of which has a label. */
export interface TaggedSentence {
  readonly tokens: readonly string[];
  /** As many as there are tokens. */
  readonly labels: readonly string[];
}

/**
 * Reads sentences whose tokens are labelled, as those of the shared tasks of CoNLL: a token a line with its label behind it, a
 * tab or spaces between, and an empty line between sentences. Of more columns the first and the last count. Lines that begin
 * `-DOCSTART-`, and comments, which begin `# ` and have no tab, are passed over.
 *
 * E. F. Tjong Kim Sang, F. De Meulder, "Introduction to the CoNLL-2003 shared task", 2003, section 2.2.
 *
 * @param options what errors call the text, `"sentences"` by default
 * @throws BlockzooError with the line that has no label, or another number of columns than the first
 *
 * @example
 * parseTaggedSentences("It\tPRON\nworks\tVERB\n\nStop\tVERB\n");   // tokens ["It", "works"] and ["Stop"]
 */
export function parseTaggedSentences(
  text: string,
  { name = "sentences" }: { readonly name?: string } = {},
): TaggedSentence[] {
  const sentences: { tokens: string[]; labels: string[] }[] = [];
  let width: number | undefined;
  let isOpen = false;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === "") isOpen = false;
    else if (!isPassedOver(line)) {
      const columns = line.includes("\t") ? line.split("\t").map((each) => each.trim()) : line.trim().split(/ +/);
      const [token, label] = [columns[0]!, columns.at(-1)!];
      const where = `${name}: line ${index + 1}`;
      check(
        columns.length >= 2 && token !== "" && label !== "",
        () => `${where}: expected a token, a tab and its label, found ${JSON.stringify(line)}`,
      );
      width ??= columns.length;
      check(columns.length === width, () => `${where}: has ${columns.length} columns, the first line has ${width}`);
      if (!isOpen) sentences.push({ tokens: [], labels: [] });
      isOpen = true;
      sentences.at(-1)!.tokens.push(token);
      sentences.at(-1)!.labels.push(label);
    }
  }
  check(sentences.length > 0, () => `${name}: is empty, expected lines of a token, a tab and its label`);
  return sentences;
}

function isPassedOver(line: string): boolean {
  return line.startsWith("-DOCSTART-") || (line.startsWith("# ") && !line.includes("\t"));
}

/** A block or a function of core, as its doc comment describes it. */
export interface CatalogBlock {
  readonly name: string;
  readonly theme: string;
  /** Its source, from the root of the repository. */
  readonly file: string;
  readonly example: string;
  /** What it is, then what each labelled paragraph says: `Formula`, `Shapes`, `Reference`, `Useful for`. */
  readonly paragraphs: readonly Paragraph[];
}

export interface Paragraph {
  readonly label?: string;
  readonly text: string;
}

/** Reads docs/blocks.md, which is made of the doc comments: a heading for each theme, below it one for each block. */
export function readCatalog(page: string): readonly CatalogBlock[] {
  return page
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const [theme, ...blocks] = section.split(/^### /m);
      return blocks.map((block) => readBlock(block, theme!.trim()));
    });
}

function readBlock(text: string, theme: string): CatalogBlock {
  const [heading = "", ...rest] = text.split(/^```(?:ts fragment)?$/m);
  const [name = "", ...paragraphs] = heading.trim().split(/\n\n+/);
  const [example = "", end = ""] = rest;
  const file = /\[source\]\(\.\.\/([^)]+)\)/.exec(end)?.[1] ?? "";
  return { name, theme, file, example: example.trim(), paragraphs: paragraphs.map(readParagraph) };
}

function readParagraph(text: string): Paragraph {
  const [, label, labelled] = /^\*\*([^*]+):\*\* (.*)$/s.exec(text) ?? [];
  return label === undefined ? { text } : { label, text: labelled! };
}

/** The first sentence of what it is. */
export function summaryOf({ paragraphs }: Pick<CatalogBlock, "paragraphs">): string {
  const [first] = paragraphs;
  return first === undefined ? "" : (/^.*?[.](?=\s+[^a-z]|$)/.exec(first.text)?.[0] ?? first.text);
}

/** The code of one export in its file, without its comment. */
export function codeOf(name: string, source: string): string {
  return new RegExp(`^export (?:class|function) ${name}\\b[^]*?^}`, "m").exec(source)?.[0] ?? source;
}

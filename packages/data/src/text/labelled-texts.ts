import { check } from "@blockzoo/core";
import { parseTable } from "../tables/parse-table.js";
import { linesOf } from "./lines.js";

/** A text and the name of its class. */
export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

/** What {@link parseLabelledTexts} finds. */
export interface LabelledTexts {
  readonly texts: readonly LabelledText[];
  /** Those that are not to be learned from, where the source sets some apart. */
  readonly heldOut?: readonly LabelledText[];
  /** What was decided while reading: which columns were taken, and whether the first row holds names. */
  readonly notes: readonly string[];
}

/** How {@link parseLabelledTexts} reads. */
export interface ParseLabelledTextsOptions {
  /** What errors call the source, `"texts"` by default. */
  readonly name?: string;
  /** Whether cells stand between tabs, in which quotes are signs like others. By default a table such as `parseTable` reads. */
  readonly tabs?: boolean;
}

/**
 * Reads texts and their classes, one a row. The longest column holds the texts; of the others, the one with the fewest
 * different values, two at least, holds the classes. A first row whose class none of the other rows has holds names.
 *
 * @throws BlockzooError with the row that has another number of cells, or an empty one; where there are not two classes
 *
 * @example
 * parseLabelledTexts("label,text\ngood,a joy\nbad,a bore\ngood,fun\nbad,too long\n").texts[0];   // { text: "a joy", label: "good" }
 */
export function parseLabelledTexts(
  source: string,
  { name = "texts", tabs = false }: ParseLabelledTextsOptions = {},
): LabelledTexts {
  const rows = tabs ? tabbedRows(source, name) : parseTable(source, { name, header: false }).rows;
  const width = rows[0]!.length;
  check(
    width >= 2,
    () => `${name}: has one column, expected a text and its class in each row, between ${tabs ? "tabs" : "commas"}`,
  );
  const columns = Array.from({ length: width }, (_, column) => rows.map((row) => row[column]!));
  const lengths = columns.map((cells) => cells.reduce((sum, cell) => sum + cell.length, 0));
  const textColumn = lengths.indexOf(Math.max(...lengths));
  const labelColumn = fewestValues(columns, textColumn);
  const [first, ...others] = columns[labelColumn]!;
  const hasHeader = others.length > 0 && !others.includes(first!);
  const texts = rows.slice(Number(hasHeader)).map((row, index) => {
    const place = (column: number) => `${name}: row ${index + 1 + Number(hasHeader)}, column ${column + 1}`;
    const [text, label] = [row[textColumn]!, row[labelColumn]!];
    check(text !== "", () => `${place(textColumn)}: is empty, expected a text`);
    check(label !== "", () => `${place(labelColumn)}: is empty, expected the class of the text`);
    return { text, label };
  });
  const classes = new Set(texts.map(({ label }) => label)).size;
  check(
    classes >= 2 && classes <= texts.length / 2,
    () =>
      `${name}: column ${labelColumn + 1} has ${classes} different classes in ${texts.length} rows, expected two at least ` +
      `and several texts of each`,
  );
  return {
    texts,
    notes: [
      `texts from column ${textColumn + 1}, classes from column ${labelColumn + 1}`,
      hasHeader ? `${rows[0]![labelColumn]} in the first row is a name` : "no header",
    ],
  };
}

function tabbedRows(source: string, name: string): string[][] {
  const rows = linesOf(source, name).map(({ text }) => text.split("\t").map((cell) => cell.trim()));
  for (const [index, { length }] of rows.entries()) {
    check(
      length === rows[0]!.length,
      () => `${name}: row ${index + 1} has ${length} cells between tabs, row 1 has ${rows[0]!.length}`,
    );
  }
  return rows;
}

/**
 * The column, other than that of the texts, with the fewest different values below the first row; the first of equal ones. One
 * that holds the same in all rows is chosen last.
 */
function fewestValues(columns: readonly (readonly string[])[], textColumn: number): number {
  const counts = columns.map((cells, column) => {
    if (column === textColumn) return Infinity;
    const values = new Set(cells.slice(1)).size;
    return values > 1 ? values : Number.MAX_SAFE_INTEGER;
  });
  return counts.indexOf(Math.min(...counts));
}

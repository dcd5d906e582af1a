import type { Relative } from "./relatives.js";
import { inOrder, rowsByYear, withBranches, type Item, type Row } from "./rows.js";
import { spread } from "./spread.js";

/** Where everything stands, in pixels from the top left corner. */
export interface TreeLayout {
  readonly height: number;
  readonly cards: readonly PlacedCard[];
  readonly branches: readonly Branch[];
  readonly rows: readonly YearsOfRow[];
}

export interface PlacedCard {
  readonly relative: Relative;
  readonly left: number;
  readonly top: number;
}

/** From an ancestor, or from its branch, down to a family or on past a row. */
export interface Branch {
  readonly from: string;
  /** The families to which it leads, here or further below. */
  readonly to: readonly string[];
  /** The `d` of an SVG path. */
  readonly path: string;
}

export interface YearsOfRow {
  /** `"2014"`, or `"1989 to 1998"`. */
  readonly text: string;
  readonly top: number;
}

export const cardWidth = 206;

/** The least height of a card: that of its lines, of about so many letters each. */
export function cardHeight({ title, idea, isBuilt }: Relative): number {
  const lines = (text: string, letters: number) => Math.ceil(text.length / letters);
  return 44 + 20 * lines(title, 18) + 18 * lines(idea, 27) + (isBuilt ? 80 : 18);
}

/** Between rows, between neighbours in a row, and beside a branch, in pixels. */
const gaps = { rows: 60, cards: 20, branch: 10 } as const;

/**
 * The family tree, from the oldest down; undefined where it does not fit with so many families side by side.
 *
 * @param relatives the oldest first
 */
export function layoutTree(
  relatives: readonly Relative[],
  { width, most }: { readonly width: number; readonly most: number },
): TreeLayout | undefined {
  const rows = inOrder(withBranches(rowsByYear(relatives, most)));
  const middles = spread(rows, { width, half, gap });
  if (middles === undefined) return undefined;
  const tops: number[] = [];
  let height = 0;
  for (const row of rows) {
    tops.push(height);
    height += heightOf(row) + gaps.rows;
  }
  const families = rows.map((row) => row.filter(({ isBranch }) => !isBranch));
  return {
    height: height - gaps.rows,
    cards: families.flatMap((row, at) =>
      row.map((item) => ({ relative: item.relative, left: middles.get(item)! - cardWidth / 2, top: tops[at]! })),
    ),
    branches: rows.flatMap((row, at) =>
      row.flatMap((item) =>
        item.above.map((parent) => {
          const from = tops[at - 1]! + (parent.isBranch ? 0 : cardHeight(parent.relative));
          const bend = tops[at - 1]! + heightOf(rows[at - 1]!);
          const path = pathOf(middles.get(parent)!, [from, bend], middles.get(item)!, tops[at]!);
          return { from: parent.relative.name, to: descendantsOf(item, rows.slice(at)), path };
        }),
      ),
    ),
    rows: families.map((row, at) => ({ text: yearsOf(row), top: tops[at]! })),
  };
}

function heightOf(row: Row): number {
  return Math.max(...row.filter(({ isBranch }) => !isBranch).map(({ relative }) => cardHeight(relative)));
}

function half({ isBranch }: Item): number {
  return isBranch ? 0 : cardWidth / 2;
}

function gap(left: Item, right: Item): number {
  return left.isBranch || right.isBranch ? gaps.branch : gaps.cards;
}

/** The families to which an item leads, in the rows from its own down. */
function descendantsOf(item: Item, rows: readonly Row[]): readonly string[] {
  if (!item.isBranch) return [item.relative.name];
  const below = rows[1]!.filter(({ above }) => above.includes(item));
  return below.flatMap((each) => descendantsOf(each, rows.slice(1)));
}

/** Straight down to the end of the row, then over to the place below. */
function pathOf(x: number, [from, bend]: readonly [number, number], toX: number, to: number): string {
  const middle = (bend + to) / 2;
  return `M${x},${from}V${bend}C${x},${middle} ${toX},${middle} ${toX},${to}`;
}

function yearsOf(row: readonly Item[]): string {
  const all = row.map(({ relative }) => relative.year);
  const [first, last] = [Math.min(...all), Math.max(...all)];
  return first === last ? String(first) : `${first} to ${last}`;
}

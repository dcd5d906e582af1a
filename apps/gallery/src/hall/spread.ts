import type { Item, Row } from "./rows.js";

interface SpreadOptions {
  readonly width: number;
  /** Half of the width of an item. */
  readonly half: (item: Item) => number;
  /** The least distance between the sides of neighbours. */
  readonly gap: (left: Item, right: Item) => number;
}

const sweeps = 24;

/**
 * The middle of each item: in the order of its row, at its distances, and as near as these allow to the mean of those above and
 * below that it is joined with. Undefined where a row is wider than there is room for.
 */
export function spread(
  rows: readonly Row[],
  { width, half, gap }: SpreadOptions,
): ReadonlyMap<Item, number> | undefined {
  const joined = new Map<Item, Item[]>(rows.flat().map((item) => [item, [...item.above]]));
  for (const item of rows.flat()) for (const parent of item.above) joined.get(parent)!.push(item);

  const offsets = rows.map((row) => {
    let side = 0;
    return row.map((item, index) => {
      const middle = side + (index === 0 ? 0 : gap(row[index - 1]!, item)) + half(item);
      side = middle + half(item);
      return middle;
    });
  });
  const rooms = rows.map((row, at) => width - offsets[at]!.at(-1)! - half(row.at(-1)!));
  if (rooms.some((room) => room < 0)) return undefined;

  const middles = new Map<Item, number>();
  rows.forEach((row, at) => row.forEach((item, index) => middles.set(item, offsets[at]![index]! + rooms[at]! / 2)));
  for (let sweep = 0; sweep < sweeps; sweep++) {
    rows.forEach((row, at) => {
      const wanted = row.map((item, index) => {
        const others = joined.get(item)!.map((other) => middles.get(other)!);
        return (others.length === 0 ? width / 2 : mean(others)) - offsets[at]![index]!;
      });
      ascending(wanted).forEach((value, index) => {
        middles.set(row[index]!, offsets[at]![index]! + Math.min(Math.max(value, 0), rooms[at]!));
      });
    });
  }
  return centred(middles, { width, half });
}

/** All moved together, so that as much room is left of them as right. */
function centred(
  middles: ReadonlyMap<Item, number>,
  { width, half }: Pick<SpreadOptions, "width" | "half">,
): ReadonlyMap<Item, number> {
  const left = Math.min(...[...middles].map(([item, middle]) => middle - half(item)));
  const right = Math.max(...[...middles].map(([item, middle]) => middle + half(item)));
  const shift = (width - left - right) / 2;
  return new Map([...middles].map(([item, middle]) => [item, middle + shift]));
}

/** The numbers that never descend and are nearest to the given ones: neighbours that would are pooled at their mean. */
function ascending(values: readonly number[]): readonly number[] {
  const pools: { sum: number; count: number }[] = [];
  for (const value of values) {
    let pool = { sum: value, count: 1 };
    for (let last = pools.at(-1); last !== undefined && last.sum / last.count > pool.sum / pool.count;) {
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
      pools.pop();
      last = pools.at(-1);
    }
    pools.push(pool);
  }
  return pools.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

import type { NDArray } from "@blockzoo/core";

/** Rows [N, ...] with a class each. */
export interface Labelled {
  readonly rows: NDArray;
  readonly classes: ArrayLike<number>;
}

/** The share of test rows whose nearest known row, by the angle between them, is of their class. */
export function nearestNeighbourAccuracy(known: Labelled, test: Labelled): number {
  const [ours, theirs] = [unitRows(known.rows), unitRows(test.rows)];
  const right = theirs.filter((row, index) => {
    const cosines = ours.map((own) => own.reduce((sum, value, at) => sum + value * row[at]!, 0));
    return known.classes[cosines.indexOf(Math.max(...cosines))] === test.classes[index];
  });
  return right.length / theirs.length;
}

function unitRows({ data, shape: [count] }: NDArray): Float64Array[] {
  const size = data.length / count!;
  return Array.from({ length: count! }, (_, row) => {
    const values = Float64Array.from(data.subarray(row * size, (row + 1) * size));
    const norm = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
    return norm === 0 ? values : values.map((value) => value / norm);
  });
}

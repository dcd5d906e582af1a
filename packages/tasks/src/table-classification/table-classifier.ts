import { check, ndarray, type NDArray } from "@blockzoo/core";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { rankPredictions, type ClassifyOptions, type Prediction } from "../classes/prediction.js";
import type { TableClasses, TablePreprocessing } from "./table-classes.js";

/** Says to which class a row of numbers belongs. */
export interface TableClassifier extends Disposable {
  /** The classes, in the order of the logits. */
  readonly labels: readonly string[];
  /** What the numbers of a row are, in order. */
  readonly columns: readonly string[];
  /** The most probable classes of a row, the most probable first. */
  classify(row: ArrayLike<number>, options?: ClassifyOptions): Promise<Prediction[]>;
  /** What the network says before the softmax: float32 [rows, classes]. */
  logits(rows: readonly ArrayLike<number>[]): Promise<NDArray>;
}

export function tableClassifier({
  networks: { forward },
  meaning: { preprocessing, labels },
  dispose,
}: TaskParts<TableClasses, "forward">): TableClassifier {
  const logits = (rows: readonly ArrayLike<number>[]) =>
    forward.run(rows.map((row) => preprocessRow(row, preprocessing)));
  return {
    labels,
    columns: preprocessing.columns,
    classify: async (row, options) => rankPredictions((await logits([row])).data, labels, options),
    logits,
    dispose,
  };
}

/** Normalises a row. It is an error when it has not one finite number for each column. */
export function preprocessRow(row: ArrayLike<number>, { columns, mean, deviation }: TablePreprocessing): NDArray {
  check(
    row.length === columns.length,
    () => `a row needs ${columns.length} numbers (${columns.join(", ")}), got ${row.length}`,
  );
  const normalized = Float32Array.from(row, (value, column) => {
    check(Number.isFinite(value), () => `the column "${columns[column]}" of the row needs a number, got ${value}`);
    return (value - mean[column]!) / deviation[column]!;
  });
  return ndarray(normalized);
}

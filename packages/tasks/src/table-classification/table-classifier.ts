import type { NDArray } from "@blockzoo/core";
import type { TableClasses } from "@blockzoo/data/tables";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { rankPredictions, type ClassifyOptions, type Prediction } from "../classes/prediction.js";
import { runRows, type TableRow } from "../tables/feed-rows.js";

/** Says to which class a row of a table belongs. */
export interface TableClassifier extends Disposable {
  /** The classes, in the order of the logits. */
  readonly labels: readonly string[];
  /** What the cells of a row are, in order. */
  readonly columns: readonly string[];
  /** The most probable classes of a row, the most probable first. */
  classify(row: TableRow, options?: ClassifyOptions): Promise<Prediction[]>;
  /** What the network says before the softmax: float32 [rows, classes]. */
  logits(rows: readonly TableRow[]): Promise<NDArray>;
}

export function tableClassifier({
  networks: { forward },
  meaning: { preprocessing, labels },
  dispose,
}: TaskParts<TableClasses, "forward">): TableClassifier {
  const logits = (rows: readonly TableRow[]) => runRows(forward, rows, preprocessing);
  return {
    labels,
    columns: preprocessing.columns.map(({ name }) => name),
    classify: async (row, options) => rankPredictions((await logits([row])).data, labels, options),
    logits,
    dispose,
  };
}

import { scaleBack, type TableQuantity } from "@blockzoo/data/tables";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { runRows, type TableRow } from "../tables/feed-rows.js";

/** Says a quantity of rows of a table. */
export interface TableRegressor extends Disposable {
  /** What the cells of a row are, in order. */
  readonly columns: readonly string[];
  /** The quantity of a row, on the scale of the table that was learned from. */
  predict(row: TableRow): Promise<number>;
  /** As `predict`, of many rows at once. */
  predictAll(rows: readonly TableRow[]): Promise<Float32Array>;
}

export function tableRegressor({
  networks: { forward },
  meaning: { preprocessing, quantity },
  dispose,
}: TaskParts<TableQuantity, "forward">): TableRegressor {
  const predictAll = async (rows: readonly TableRow[]) =>
    Float32Array.from(scaleBack(await runRows(forward, rows, preprocessing), quantity).data);
  return {
    columns: preprocessing.columns.map(({ name }) => name),
    predict: async (row) => (await predictAll([row]))[0]!,
    predictAll,
    dispose,
  };
}

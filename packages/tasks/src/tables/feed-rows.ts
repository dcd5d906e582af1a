import { check, describeType, isNumeric, ndarray, sizeOf, type NDArray, type TensorType } from "@blockzoo/core";
import { prepareRows, tableOfRows, type TablePreprocessing } from "@blockzoo/data/tables";
import type { Network } from "@blockzoo/family";

/** A row of a table: its cells in the order of the columns, or by their names. */
export type TableRow = ArrayLike<number | string> | Readonly<Record<string, number | string>>;

/** What a network says of rows. */
export function runRows(
  network: Network,
  rows: readonly TableRow[],
  preprocessing: TablePreprocessing,
): Promise<NDArray> {
  return runPrepared(network, prepareRows(tableOfRows(rows), preprocessing).x);
}

/** What a network says of prepared features, float32 [rows, features], which fill its input row by row. */
export async function runPrepared(network: Network, features: NDArray): Promise<NDArray> {
  const [name, type] = Object.entries(network.input)[0]! as [string, TensorType];
  return (await network.outputs({ [name]: filling(features, type) }))[network.output]!;
}

/** A row fills the network's input where it has as many numbers: 64 features are an image of 8x8. */
function filling({ data, shape: [rows, features] }: NDArray, type: TensorType): NDArray {
  const sample = type.shape.slice(1);
  check(
    isNumeric(sample) && sizeOf(sample) === features,
    () => `a row has ${features} features, but the network takes ${describeType(type)}`,
  );
  return ndarray(data, [rows!, ...(sample as readonly number[])]);
}

import { div, float32, ndarray, reshape, sub, tensor, type TensorType } from "@blockzoo/core";
import type { ExportSteps } from "@blockzoo/family";
import type { TablePreprocessing } from "./table-classes.js";

/** Rows of a table prepared by ops of the graph: its input is then the raw columns, float32 [N, columns]. */
export function preparedRows({ columns, mean, deviation }: TablePreprocessing): NonNullable<ExportSteps["prepare"]> {
  const row = (values: readonly number[]) => tensor(ndarray(values, [1, columns.length]));
  return {
    input: float32("N", columns.length),
    apply: (raw, { shape }: TensorType) => reshape(div(sub(raw, row(mean)), row(deviation)), shape),
  };
}

import {
  div,
  float32,
  ndarray,
  reshape,
  sub,
  tensor,
  trace,
  type Block,
  type Graph,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import type { TablePreprocessing } from "@blockzoo/family";

export interface PreparedRows {
  readonly block: Block;
  readonly preprocessing: TablePreprocessing;
  /** What the network itself takes. */
  readonly input: { readonly name: string; readonly type: TensorType };
  readonly naming: { readonly output: string; readonly name: string };
}

/** A network behind the preparation of rows of a table: its input is then the raw columns, float32 [N, columns]. */
export function graphOfRows({ block, preprocessing, input, naming }: PreparedRows): Graph {
  const { columns, mean, deviation } = preprocessing;
  const row = (values: readonly number[]) => tensor(ndarray(values, [1, columns.length]));
  const prepare = (raw: Tensor) => reshape(div(sub(raw, row(mean)), row(deviation)), input.type.shape);
  const forward = block.forward as (x: Tensor) => Tensor;
  const types = { [input.name]: float32("N", columns.length) };
  return trace(({ [input.name]: raw }) => forward(prepare(raw!)), types, { ...naming, model: block });
}

import { describeType, type Feeds, type Tensor, type TensorType } from "@blockzoo/core";

/** The types of a batch's arrays by name. In training all sizes are numbers. */
export type BatchTypes = Readonly<Record<string, TensorType>>;

/** The tensors that stand for a batch while a step is traced. */
export type BatchTensors<Types extends BatchTypes = BatchTypes> = { readonly [Name in keyof Types]: Tensor };

/** The batch of a data set with inputs `x` and targets `y`, as those of `@blockzoo/data` are. */
export interface Supervised {
  readonly x: Tensor;
  readonly y: Tensor;
  /** int32 `[N]`: how many steps of each `x`, or `y`, are real; of data sets of sequences. */
  readonly xLengths?: Tensor;
  readonly yLengths?: Tensor;
  /** float32 `[N]`, 1 for samples and 0 for what only fills the batch up; where the source has `remainder: "mask"`. */
  readonly mask?: Tensor;
}

/** The types of the arrays of a batch. */
export function typesOf(batch: Feeds): BatchTypes {
  return Object.fromEntries(Object.entries(batch).map(([name, { dtype, shape }]) => [name, { dtype, shape }]));
}

/** `x float32[64,2], y int32[64]` */
export function describeBatch(types: BatchTypes): string {
  return Object.entries(types)
    .map(([name, type]) => `${name} ${describeType(type)}`)
    .join(", ");
}

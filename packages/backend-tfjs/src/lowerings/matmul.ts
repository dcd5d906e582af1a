import { sizeOf } from "@blockzoo/core";
import { expanded, type AttributesOf, type Lowering } from "../lowering.js";
import { sameSizes, type Plan, type Value } from "../plan.js";

export const matMul: Lowering<AttributesOf<"matMul">> = (context) => {
  const { plan } = context;
  const { transposeA, transposeB } = context.attributes;
  const { shape } = context.type();
  const [a, b] = context.inputs() as [Value, Value];
  const [rows, columns] = shape.slice(-2) as [number, number];
  const batch = shape.slice(0, -2);
  const batchOf = (value: Value) => value.shape.slice(0, -2);
  const matrix = (value: Value) => value.shape.slice(-2);
  if (sizeOf(batchOf(b)) === 1 && !transposeA) {
    // One matrix for all of a batch: the batch is more rows.
    const product = matrices(plan, asMatrices(plan, a, 1, [-1]), asMatrices(plan, b, 1), { transposeA, transposeB });
    return plan.reshape(product, shape);
  }
  const [left, right] = [a, b].map((value) => {
    const own = batchOf(value);
    const whole =
      sizeOf(own) === 1 || sameSizes(own, batch) ? value : expanded(plan, value, [...batch, ...matrix(value)]);
    return asMatrices(plan, whole, sizeOf(batchOf(whole)));
  }) as [Value, Value];
  const product = matrices(plan, left, right, { transposeA, transposeB });
  return plan.reshape(product, [...batch, rows, columns]);
};

/** As [count, rows, columns]; with `rows` -1 all leading axes are rows. */
function asMatrices(
  plan: Plan,
  value: Value,
  count: number,
  rows: readonly number[] = value.shape.slice(-2, -1),
): Value {
  const columns = value.shape.at(-1)!;
  const height = rows[0] === -1 ? sizeOf(value.shape.slice(0, -1)) : rows[0]!;
  return plan.reshape(value, [count, height, columns]);
}

interface Flags {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The product of [n,..,..] and [n,..,..], either n may be 1. */
export function matrices(plan: Plan, a: Value, b: Value, { transposeA, transposeB }: Flags): Value {
  const count = Math.max(a.shape[0]!, b.shape[0]!);
  const rows = a.shape[transposeA ? 2 : 1]!;
  const columns = b.shape[transposeB ? 1 : 2]!;
  return plan.call(
    "BatchMatMul",
    { a, b },
    { transposeA, transposeB },
    { dtype: "float32", shape: [count, rows, columns] },
  );
}

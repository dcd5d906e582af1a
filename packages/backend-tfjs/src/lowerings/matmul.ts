import { sizeOf } from "@blockzoo/core";
import { expanded, type AttributesOf, type Lowering } from "../lowering.js";
import { sameSizes, type Plan, type Value } from "../plan.js";
import { joined, sliced } from "./shape.js";

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

/** Multiply-adds from which on a product of its own is worth its slices of the operands. */
const worthSlicing = 32 * 1024;

/** Below this, transposing an operand takes longer than the product. */
const smallProduct = 4 * 1024;

/** The product of [n,..,..] and [n,..,..], either n may be 1. */
export function matrices(plan: Plan, a: Value, b: Value, { transposeA, transposeB }: Flags): Value {
  const count = Math.max(a.shape[0]!, b.shape[0]!);
  const [rows, inner] = transposeA ? [a.shape[2]!, a.shape[1]!] : [a.shape[1]!, a.shape[2]!];
  const columns = b.shape[transposeB ? 1 : 2]!;
  const shape = [count, rows, columns];
  const product = (left: Value, right: Value, flags: Flags, own: readonly number[]) =>
    plan.call("BatchMatMul", { a: left, b: right }, { ...flags }, { dtype: "float32", shape: own });
  if (plan.host.device !== "wasm" || rows * inner * columns < smallProduct) {
    return product(a, b, { transposeA, transposeB }, shape);
  }
  // The kernel is vectorised for one pair of matrices that need not be transposed, and twenty times slower for others.
  const plain = { transposeA: false, transposeB: false };
  const left = transposeA ? plan.transpose(a, [0, 2, 1]) : a;
  const right = asMade(plan, transposeB ? plan.transpose(b, [0, 2, 1]) : b);
  if (count === 1) return product(left, right, plain, shape);
  if (rows * inner * columns < worthSlicing) return product(left, right, plain, shape);
  const pieces = Array.from({ length: count }, (_, index) => {
    const [own, other] = [left, right].map((value) =>
      value.shape[0] === 1 ? value : sliced(plan, value, [index, 0, 0], [1, ...value.shape.slice(1)]),
    ) as [Value, Value];
    return product(own, other, plain, [1, rows, columns]);
  });
  return joined(plan, pieces, 0, shape);
}

/**
 * The kernel packs its right operand once and keeps that as long as the memory lives, whatever shape it is read in later: as a
 * column in a product and as a row in its gradient. What is a matrix of other sizes than it was made with goes into memory of
 * its own.
 */
function asMade(plan: Plan, matrix: Value): Value {
  const [made] = matrix.storage.values;
  if (sameSizes(made!.shape.slice(-2), matrix.shape.slice(-2))) return matrix;
  return plan.call("Slice", { x: matrix }, { begin: [0, 0, 0], size: [...matrix.shape] }, matrix);
}

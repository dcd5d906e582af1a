import { check } from "../errors.js";
import { emitOne, type TensorLike } from "../graph/builder.js";
import { sizeOf } from "../ndarray.js";
import { describeType, type Tensor } from "../tensor.js";
import { broadcastShapes, broadcastStrides, offsets } from "./broadcast.js";
import { defineOp } from "./define.js";

export type MatMulAttributes = { readonly transposeA: boolean; readonly transposeB: boolean };

export const matMulOp = defineOp<MatMulAttributes>({
  name: "matMul",
  doc: "Matrix product over the last two axes, [...,m,k] x [...,k,n] -> [...,m,n]; leading axes broadcast. A transpose flag swaps the last two axes of its operand first. ONNX MatMul, or Gemm for two matrices.",
  infer([a, b], { transposeA, transposeB }) {
    check(
      a!.dtype === "float32" && b!.dtype === "float32",
      () => `matMul expects float32, got ${describeType(a!)} and ${describeType(b!)}`,
    );
    check(
      a!.shape.length >= 2 && b!.shape.length >= 2,
      () => `matMul expects matrices, got ${describeType(a!)} and ${describeType(b!)}`,
    );
    const [rows, innerA] = lastTwo(a!.shape, transposeA);
    const [innerB, columns] = lastTwo(b!.shape, transposeB);
    check(
      innerA === innerB,
      () =>
        `matMul expects equal inner dimensions, got ${describeType(a!)}${transposeA ? " transposed" : ""} and ${describeType(b!)}${transposeB ? " transposed" : ""}`,
    );
    const batch = broadcastShapes([a!.shape.slice(0, -2), b!.shape.slice(0, -2)]);
    return [{ dtype: "float32", shape: [...batch, rows, columns] }];
  },
  evaluate([a, b], { transposeA, transposeB }, [output]) {
    const [m, k] = lastTwo(a!.shape, transposeA);
    const n = output!.shape.at(-1)!;
    const batch = output!.shape.slice(0, -2);
    const offsetsA = offsets(
      batch,
      broadcastStrides(a!.shape.slice(0, -2), batch).map((stride) => stride * m * k),
    );
    const offsetsB = offsets(
      batch,
      broadcastStrides(b!.shape.slice(0, -2), batch).map((stride) => stride * k * n),
    );
    const [rowA, innerA] = transposeA ? [1, m] : [k, 1];
    const [innerB, columnB] = transposeB ? [1, k] : [n, 1];
    const data = new Float64Array(sizeOf(output!.shape));
    offsetsA.forEach((baseA, index) => {
      const baseB = offsetsB[index]!;
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let total = 0;
          for (let l = 0; l < k; l++) {
            total += a!.data[baseA + i * rowA + l * innerA]! * b!.data[baseB + l * innerB + j * columnB]!;
          }
          data[(index * m + i) * n + j] = total;
        }
      }
    });
    return [{ ...output!, data }];
  },
  cost: ([a], [output], { transposeA }) => sizeOf(output!.shape) * a!.shape.at(transposeA ? -2 : -1)!,
  linear: [0, 1],
  cases: () => [
    {
      name: "2x3 by 3x4",
      inputs: [{ shape: [2, 3] }, { shape: [3, 4] }],
      attributes: { transposeA: false, transposeB: false },
    },
    {
      name: "transposed a",
      inputs: [{ shape: [3, 2] }, { shape: [3, 4] }],
      attributes: { transposeA: true, transposeB: false },
    },
    {
      name: "transposed b",
      inputs: [{ shape: [2, 3] }, { shape: [4, 3] }],
      attributes: { transposeA: false, transposeB: true },
    },
    {
      name: "both transposed",
      inputs: [{ shape: [3, 2] }, { shape: [4, 3] }],
      attributes: { transposeA: true, transposeB: true },
    },
    {
      name: "batched",
      inputs: [{ shape: [2, 5, 2, 3] }, { shape: [2, 5, 3, 4] }],
      attributes: { transposeA: false, transposeB: false },
    },
    {
      name: "batched, transposed, b broadcast",
      inputs: [{ shape: [2, 5, 3, 2] }, { shape: [5, 4, 3] }],
      attributes: { transposeA: true, transposeB: true },
    },
    {
      name: "matrix by batch",
      inputs: [{ shape: [2, 3] }, { shape: [4, 3, 2] }],
      attributes: { transposeA: false, transposeB: false },
    },
  ],
});

function lastTwo<T>(shape: readonly T[], transposed: boolean): [T, T] {
  const [rows, columns] = shape.slice(-2) as [T, T];
  return transposed ? [columns, rows] : [rows, columns];
}

/**
 * Matrix product over the last two axes, `[..., m, k] x [..., k, n] -> [..., m, n]`; leading axes broadcast.
 *
 * @example matMul(x, weight, { transposeB: true })   // x Wᵀ
 */
export function matMul(
  a: TensorLike,
  b: TensorLike,
  options: { readonly transposeA?: boolean; readonly transposeB?: boolean } = {},
): Tensor {
  return emitOne(matMulOp, [a, b], {
    transposeA: options.transposeA ?? false,
    transposeB: options.transposeB ?? false,
  });
}

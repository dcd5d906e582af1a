/**
 * Weights [inputs, outputs] that make the sum of squares of `X W - Y` and of `ridge W` smallest, from the normal equations
 * `(XᵀX + ridge I) W = XᵀY`, by Cholesky's decomposition `XᵀX + ridge I = L Lᵀ`.
 *
 * @param x rows of inputs
 * @param y rows of outputs, one for each row of inputs
 */
export function leastSquares(
  x: readonly (readonly number[])[],
  y: readonly (readonly number[])[],
  { ridge }: { readonly ridge: number },
): number[][] {
  const gram = products(x, x);
  for (const [index, row] of gram.entries()) row[index]! += ridge;
  const lower = cholesky(gram);
  const columns = transposed(products(x, y)).map((column) => backward(lower, forward(lower, column)));
  return transposed(columns);
}

/** Aᵀ B. */
function products(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  const sums = a[0]!.map(() => b[0]!.map(() => 0));
  for (const [row, left] of a.entries()) {
    const right = b[row]!;
    for (const [i, value] of left.entries()) {
      const sum = sums[i]!;
      for (let j = 0; j < right.length; j++) sum[j]! += value * right[j]!;
    }
  }
  return sums;
}

function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const own: number[] = [];
    for (let j = 0; j <= i; j++) {
      const other = j === i ? own : lower[j]!;
      let rest = row[j]!;
      for (let k = 0; k < j; k++) rest -= own[k]! * other[k]!;
      own.push(j === i ? Math.sqrt(rest) : rest / other[j]!);
    }
    lower.push(own);
  }
  return lower;
}

/** Solves L z = b. */
function forward(lower: readonly (readonly number[])[], b: readonly number[]): number[] {
  const z: number[] = [];
  for (const [i, row] of lower.entries()) {
    let rest = b[i]!;
    for (let k = 0; k < i; k++) rest -= row[k]! * z[k]!;
    z.push(rest / row[i]!);
  }
  return z;
}

/** Solves Lᵀ w = z. */
function backward(lower: readonly (readonly number[])[], z: readonly number[]): number[] {
  const w = [...z];
  for (let i = w.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < w.length; k++) w[i]! -= lower[k]![i]! * w[k]!;
    w[i]! /= lower[i]![i]!;
  }
  return w;
}

function transposed(matrix: readonly (readonly number[])[]): number[][] {
  return matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));
}

import { numericShape } from "../../dimensions.js";
import { sizeOf } from "../../ndarray.js";
import { matMul } from "../../ops/matmul.js";
import { reshape } from "../../ops/shape.js";
import type { Tensor } from "../../tensor.js";
import type { GradientRules } from "./rule.js";
import { sumTo } from "./sum-to.js";

export const matMulRules = {
  matMul({ inputs: [a, b], cotangents: [dy], attributes: { transposeA, transposeB }, needs: [needsA, needsB] }) {
    const product = (x: Tensor, y: Tensor, flipX: boolean, flipY: boolean) =>
      matMul(x, y, { transposeA: flipX, transposeB: flipY });
    const da = () => (transposeA ? product(b!, dy!, transposeB, true) : product(dy!, b!, false, !transposeB));
    const db = () => {
      // A weight that all of a batch share: its gradient is one product over all rows, not a sum of products.
      const shared = b!.rank === 2 && a!.rank > 2 && !transposeA;
      const [x, d] = shared ? [asRows(a!), asRows(dy!)] : [a!, dy!];
      return transposeB ? product(d, x, true, transposeA) : product(x, d, !transposeA, false);
    };
    return [needsA ? sumTo(da(), a!.shape) : undefined, needsB ? sumTo(db(), b!.shape) : undefined];
  },
} satisfies Partial<GradientRules>;

/** [..., n] as the matrix of all its rows. */
function asRows(x: Tensor): Tensor {
  const shape = numericShape(x.shape, "the gradient of matMul");
  return reshape(x, [sizeOf(shape.slice(0, -1)), shape.at(-1)!]);
}

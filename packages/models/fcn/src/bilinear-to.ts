import {
  abs,
  add,
  cast,
  div,
  iota,
  matMul,
  maximum,
  minimum,
  mul,
  reduceMax,
  relu,
  reshape,
  sub,
  type Dimension,
  type Shape,
  type Tensor,
} from "@blockzoo/core";

/**
 * Maps `[N, C, h, w]` resized bilinearly to the spatial sizes of `like`, which may be names; corners are where PyTorch's
 * `interpolate` puts them without `align_corners`. One product with a matrix of weights along each axis.
 */
export function bilinearTo(x: Tensor, like: Shape): Tensor {
  const [, , height, width] = x.shape;
  const rows = matMul(weights(like[2]!, height!), x);
  return matMul(rows, weights(like[3]!, width!), { transposeB: true });
}

/** For each place along an axis how much it takes of each element: `[to, from]`, made in the graph since sizes may be names. */
function weights(to: Dimension, from: Dimension): Tensor {
  const [places, elements] = [cast(iota(to), "float32"), cast(iota(from), "float32")];
  const [lastPlace, last] = [reduceMax(places), reduceMax(elements)];
  const centred = sub(div(mul(add(places, 0.5), add(last, 1)), add(lastPlace, 1)), 0.5);
  const source = minimum(maximum(centred, 0), last);
  return relu(sub(1, abs(sub(reshape(source, [to, 1]), reshape(elements, [1, from])))));
}

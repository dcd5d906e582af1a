import { check, describeType, div, matMul, reshape, type Tensor } from "@blockzoo/core";

/**
 * The Gram matrix of maps [N, C, H, W], [N, C, C]: how often features are seen together, wherever that is. Normalised by
 * `C H W`, so that pictures of different sizes can be compared:
 *
 *   G_ij = Σ_k F_ik F_jk / (C H W)   for the C x HW matrix F of the maps
 *
 * L. A. Gatys, A. S. Ecker, M. Bethge, "Texture Synthesis Using Convolutional Neural Networks", 2015, equation 2, where it is
 * the sum alone; their factor 1 / (4 N² M²) of the loss is this norm, squared, and {@link styleLoss}'s quarter.
 *
 * @throws BlockzooError for what is no set of maps
 */
export function gramMatrix(maps: Tensor): Tensor {
  check(maps.rank === 4, () => `a Gram matrix is made of maps [N, C, H, W], got ${describeType(maps)}`);
  const [samples, channels, height, width] = maps.shape as readonly number[];
  const F = reshape(maps, [samples!, channels!, height! * width!]);
  return div(matMul(F, F, { transposeB: true }), channels! * height! * width!);
}

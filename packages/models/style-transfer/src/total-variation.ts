import { add, check, describeType, reduceMean, slice, square, sub, type Tensor } from "@blockzoo/core";

/**
 * How rough images [N, C, H, W] are: the mean squared difference of neighbours, from left to right and from top to bottom. A
 * scalar.
 *
 * A. Mahendran, A. Vedaldi, "Understanding Deep Image Representations by Inverting Them", 2014, section 2.1, with β = 2 and a mean
 * in the place of the sum.
 *
 * @throws BlockzooError for images of less than two pixels a side
 */
export function totalVariation(images: Tensor): Tensor {
  const [, , height, width] = images.shape as readonly number[];
  check(
    images.rank === 4 && height! > 1 && width! > 1,
    () => `neighbours are compared in images [N, C, H, W] of at least 2 x 2 pixels, got ${describeType(images)}`,
  );
  return add(meanSquaredStep(images, 2, height!), meanSquaredStep(images, 3, width!));
}

function meanSquaredStep(images: Tensor, axis: number, size: number): Tensor {
  const from = (start: number) => slice(images, { axes: [axis], starts: [start], ends: [start + size - 1] });
  return reduceMean(square(sub(from(1), from(0))));
}

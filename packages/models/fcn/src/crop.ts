import { gather, iota, isNumeric, pad, type Shape, type Tensor } from "@blockzoo/core";

/**
 * The part of maps `[N, C, ...]` that begins `offset` rows and columns from the upper left and has the spatial sizes of
 * `like`, which may be names: so maps that were made larger fit on those they are added to.
 *
 * @example add(cropTo(upsampled, pool4.shape, 5), scorePool4)
 */
export function cropTo(x: Tensor, like: Shape, offset = 0): Tensor {
  const [sizes, own] = [like.slice(2), x.shape.slice(2)];
  if (isNumeric(sizes) && isNumeric(own)) {
    const ends = sizes.map((size: number, axis) => [-offset, size + offset - own[axis]!] as const);
    return pad(x, [[0, 0], [0, 0], ...ends]);
  }
  const shifted = pad(x, [[0, 0], [0, 0], ...sizes.map(() => [-offset, 0] as const)]);
  // A pad needs numbers; positions can be counted to a name.
  return sizes.reduce<Tensor>((y, size, axis) => gather(y, iota(size), { axis: axis + 2 }), shifted);
}

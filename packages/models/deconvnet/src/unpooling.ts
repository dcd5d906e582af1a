import { CornerUnpool2d, maxUnpool, type Shape, type Tensor } from "@blockzoo/core";

/** What a pool leaves behind: the places of the maxima, and height and width of the maps it took. */
export interface Pooled {
  readonly switches: Tensor;
  readonly size: Shape;
}

/** Enlarges maps [N, C, h, w] to the size that a pool took. */
export type Unpooling = (values: Tensor, pooled: Pooled) => Tensor;

/** Every value goes back to where its maximum stood (section 3.2.1). */
export const bySwitches: Unpooling = (values, { switches, size }) => maxUnpool(values, switches, { outputShape: size });

/** Every value goes to the upper left of its window, as Dosovitskiy et al. 2015 do where there are no switches; even sizes only. */
export const atCorner: Unpooling = (values) => new CornerUnpool2d(2).forward(values);

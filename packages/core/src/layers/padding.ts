import { Block } from "../blocks/block.js";
import { circularPad, constantPad, reflectPad, replicatePad, type SpatialPads } from "../functions/padding.js";
import type { Tensor } from "../tensor.js";

/**
 * A frame of one value around each channel, zero by default; negative numbers crop. See {@link constantPad}.
 *
 * Formula: `y[p] = x[p - before]` inside, the value outside
 *
 * Shapes: `[N, C, ...] -> [N, C, size + before + after, ...]` with 1 to 3 spatial axes
 *
 * Reference: Goodfellow, Bengio & Courville 2016, "Deep Learning", section 9.5 (zero padding).
 *
 * Useful for: convolutions that keep the size; asymmetrical frames; cropping.
 *
 * @example new ConstantPad([[0, 1], [0, 1]])   // a row below, a column to the right
 */
export class ConstantPad extends Block {
  constructor(
    readonly pads: SpatialPads,
    readonly value = 0,
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return constantPad(x, this.pads, this.value);
  }
}

/**
 * A frame of what lies inside, mirrored at the edge elements, which are not repeated. See {@link reflectPad}.
 *
 * Formula: `y[p] = x[|p - before|]` at the beginning, mirrored likewise at the end
 *
 * Shapes: `[N, C, ...] -> [N, C, size + before + after, ...]` with 1 to 3 spatial axes
 *
 * Reference: Johnson, Alahi & Fei-Fei 2016, "Perceptual losses", arXiv 1603.08155, supplement.
 *
 * Useful for: generators of images, where zeros at the border would be seen.
 *
 * @example new Sequential(new ReflectionPad(1), new Conv2d(64, 64, 3))
 */
export class ReflectionPad extends Block {
  constructor(readonly pads: SpatialPads) {
    super();
  }

  forward(x: Tensor): Tensor {
    return reflectPad(x, this.pads);
  }
}

/**
 * A frame of the nearest edge elements. See {@link replicatePad}.
 *
 * Formula: `y[p] = x[min(max(p - before, 0), size - 1)]`
 *
 * Shapes: `[N, C, ...] -> [N, C, size + before + after, ...]` with 1 to 3 spatial axes
 *
 * Reference: Gonzalez & Woods 2018, "Digital Image Processing", section 3.4.
 *
 * Useful for: filters and resampling, for which the world goes on as it ends.
 *
 * @example new ReplicationPad(2)
 */
export class ReplicationPad extends Block {
  constructor(readonly pads: SpatialPads) {
    super();
  }

  forward(x: Tensor): Tensor {
    return replicatePad(x, this.pads);
  }
}

/**
 * A frame of what stands at the opposite edge: the plane becomes a torus. See {@link circularPad}.
 *
 * Formula: `y[p] = x[(p - before) mod size]`
 *
 * Shapes: `[N, C, ...] -> [N, C, size + before + after, ...]` with 1 to 3 spatial axes
 *
 * Reference: Ulyanov et al. 2016, "Texture networks", arXiv 1603.03417, section 3.
 *
 * Useful for: textures that tile, angles, and whatever else is periodic.
 *
 * @example new Sequential(new CircularPad(1), new Conv2d(8, 8, 3))
 */
export class CircularPad extends Block {
  constructor(readonly pads: SpatialPads) {
    super();
  }

  forward(x: Tensor): Tensor {
    return circularPad(x, this.pads);
  }
}

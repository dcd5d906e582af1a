import { Block } from "../blocks/block.js";
import { checkOptions } from "../check-options.js";
import { resize, type ResizeOptions } from "../functions/resize.js";
import type { Tensor } from "../tensor.js";

/**
 * Resizes maps, by a whole factor or to a size; see {@link resize}.
 *
 * Formula: `y[p] = Σ_i k(source(p) - i) x[i]` in each spatial axis, with the kernel k of the mode
 *
 * Shapes: `[N, C, ...] -> [N, C, ...size]` or `[N, C, factor size, ...]` with 1 to 3 spatial axes
 *
 * Reference: Odena, Dumoulin & Olah 2016, "Deconvolution and checkerboard artifacts", Distill.
 *
 * Useful for: decoders that resize and then convolve, which leaves no checkerboard; skips between maps of two sizes.
 *
 * @example new Sequential(new Upsample({ factor: 2 }), new Conv2d(64, 32, 3, { padding: 1 }))
 */
export class Upsample extends Block {
  constructor(readonly options: ResizeOptions) {
    super();
    checkOptions("Upsample", options, { mode: true, alignCorners: true, factor: true, size: true });
  }

  forward(x: Tensor): Tensor {
    return resize(x, this.options);
  }
}

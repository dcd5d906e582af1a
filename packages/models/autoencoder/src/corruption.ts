import { add, Block, check, mul, numericShape, random, type Tensor } from "@blockzoo/core";

/**
 * Sets each pixel to 0 with the given probability. Unlike dropout it does not scale the others up: a corrupted image is an image.
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Vincent et al. 2008, section 2.3.
 *
 * @example new MaskingNoise(0.25)
 */
export class MaskingNoise extends Block {
  constructor(readonly probability: number) {
    super();
    check(
      probability >= 0 && probability < 1,
      () => `MaskingNoise expects a probability of at least 0 and below 1, got ${probability}`,
    );
  }

  forward(x: Tensor): Tensor {
    return mul(x, random.bernoulli(numericShape(x.shape, "masking noise"), 1 - this.probability));
  }
}

/**
 * Adds normal noise of the given deviation to each pixel; values may leave 0 to 1.
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: P. Vincent, H. Larochelle, I. Lajoie, Y. Bengio, P.-A. Manzagol, "Stacked Denoising Autoencoders", JMLR 11, 2010,
 * section 3.
 *
 * @example new GaussianNoise(0.3)
 */
export class GaussianNoise extends Block {
  constructor(readonly deviation: number) {
    super();
    check(
      deviation >= 0 && Number.isFinite(deviation),
      () => `GaussianNoise expects a deviation of at least 0, got ${deviation}`,
    );
  }

  forward(x: Tensor): Tensor {
    return add(x, random.normal(numericShape(x.shape, "Gaussian noise"), 0, this.deviation));
  }
}

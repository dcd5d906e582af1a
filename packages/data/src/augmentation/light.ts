import { check, checkOptions } from "@blockzoo/core";
import type { Augmentation, ImageSample } from "./augment.js";

/**
 * Adds independent normal numbers `N(0, σ²)` to the pixels; nothing is clipped. Masks stay as they are.
 *
 * P. Vincent, H. Larochelle, Y. Bengio, P.-A. Manzagol, "Extracting and Composing Robust Features with Denoising
 * Autoencoders", 2008; C. M. Bishop, "Training with Noise is Equivalent to Tikhonov Regularization", 1995.
 *
 * Useful for: nets that shall not rely on single pixels; denoising.
 *
 * @example gaussianNoise({ deviation: 0.1 })
 */
export function gaussianNoise(options: { readonly deviation: number }): Augmentation {
  checkOptions("gaussianNoise", options, { deviation: true });
  const { deviation } = options;
  check(deviation >= 0, () => `gaussianNoise: the deviation must be 0 or more, got ${deviation}`);
  return (stream) => ofImages((pixels) => pixels.map((pixel) => pixel + stream.normal(0, deviation)));
}

export interface LightJitterOptions {
  /** Pixels are multiplied by a number that is at most so far from 1. Default 0. */
  readonly brightness?: number;
  /** Distances from the image's mean are multiplied by a number that is at most so far from 1. Default 0. */
  readonly contrast?: number;
}

/**
 * Another light: `x' = b x`, then `x'' = c x' + (1 - c) mean(x')` with random b and c near 1; nothing is clipped. Masks stay
 * as they are.
 *
 * A. G. Howard, "Some Improvements on Deep Convolutional Neural Network Based Image Classification", 2013, arXiv 1312.5402,
 * section 2.2.
 *
 * Useful for: photographs by day and by night.
 *
 * @example lightJitter({ brightness: 0.2, contrast: 0.2 })
 */
export function lightJitter(options: LightJitterOptions): Augmentation {
  checkOptions("lightJitter", options, { brightness: true, contrast: true });
  const { brightness = 0, contrast = 0 } = options;
  for (const [what, value] of Object.entries({ brightness, contrast })) {
    check(value >= 0 && value <= 1, () => `lightJitter: the ${what} must be from 0 to 1, got ${value}`);
  }
  return (stream) => {
    const bright = stream.uniform(1 - brightness, 1 + brightness);
    const strong = stream.uniform(1 - contrast, 1 + contrast);
    return ofImages((pixels) => {
      const mean = (bright * pixels.reduce((sum, pixel) => sum + pixel, 0)) / pixels.length;
      return pixels.map((pixel) => strong * bright * pixel + (1 - strong) * mean);
    });
  };
}

/** What is done to images, which are float32, and not to masks. */
function ofImages(change: (pixels: Float32Array) => Float32Array): (sample: ImageSample) => ImageSample {
  return (sample) => (sample.kind === "mask" ? sample : { ...sample, data: change(sample.data as Float32Array) });
}

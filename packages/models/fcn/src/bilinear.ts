import { ConvTranspose2d, ndarray, sizeOf, type Initializer } from "@blockzoo/core";

/**
 * Weights [C, C, k, k] of a transposed convolution that interpolates each channel bilinearly, and mixes none:
 * `w[i,j] = (1 - |i - c| / f) (1 - |j - c| / f)` with `f = ceil(k / 2)` and `c = f - 1` for an odd k, `f - 1/2` for an even one.
 *
 * J. Long, E. Shelhamer, T. Darrell 2014, section 3.3.
 */
export function bilinear(): Initializer {
  return (shape) => {
    const [inChannels = 0, outChannels = 0, size = 0] = shape;
    const factor = Math.ceil(size / 2);
    const centre = size % 2 === 1 ? factor - 1 : factor - 0.5;
    const line = Array.from({ length: size }, (_, tap) => 1 - Math.abs(tap - centre) / factor);
    const kernel = line.flatMap((down) => line.map((across) => down * across));
    const data = new Float32Array(sizeOf(shape));
    for (let channel = 0; channel < Math.min(inChannels, outChannels); channel++) {
      data.set(kernel, (channel * outChannels + channel) * kernel.length);
    }
    return ndarray(data, shape);
  };
}

/** A learned upsampling by a whole factor, bilinear at first: `[N, C, H, W] -> [N, C, f H, f W]`, or f more without padding. */
export function upsampling(channels: number, factor: number, { padding = factor / 2 } = {}): ConvTranspose2d {
  const options = { stride: factor, padding, bias: false, initializer: bilinear() };
  return new ConvTranspose2d(channels, channels, 2 * factor, options);
}

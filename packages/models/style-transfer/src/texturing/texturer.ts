import { check, ndarray, RandomStream, type Feeds } from "@blockzoo/core";
import type { RawImage } from "@blockzoo/data/images";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { rawImage } from "../raw-images.js";
import { noiseChannels } from "../texture-network.js";
import type { Surface } from "./surface.js";

export interface TextureRequest {
  /** In pixels. Multiples of 16 give a texture that tiles: its edges continue into the opposite ones. */
  readonly width: number;
  readonly height: number;
  /** Another one gives another piece of the texture. Default 0. */
  readonly seed?: number;
  /** Aborted when the texture is not wanted any more. */
  readonly signal?: AbortSignal;
}

/** Makes textures. */
export interface Texturer extends Disposable {
  /** What it makes. */
  readonly texture: string;
  /**
   * A texture of any size up to 4 million pixels. What is no multiple of the largest step between noises is cut off at the bottom
   * and on the right, and does not tile there.
   *
   * @returns red, green, blue of 0 to 255
   * @throws BlockzooError for a size that is none, or too large
   * @example const { data } = await texturer.make({ width: 512, height: 256, seed: 3 });
   */
  make(request: TextureRequest): Promise<RawImage>;
}

const mostPixels = 2 ** 22;

/** A texturer of a network from noise `z1` [N, 3, H, W], `z2` of half of that and so on to images [N, 3, H, W] from 0 to 1. */
export function texturer({
  networks: { forward },
  meaning: { texture },
  dispose,
}: TaskParts<Surface, "forward">): Texturer {
  const scales = Object.keys(forward.input);
  return {
    texture,
    async make({ width, height, seed = 0, signal }) {
      for (const [name, size] of Object.entries({ width, height })) {
        check(
          Number.isInteger(size) && size > 0,
          () => `the ${name} of a texture must be a number of pixels, got ${size}`,
        );
      }
      check(
        width * height <= mostPixels,
        () => `a texture of ${width} x ${height} pixels is too large: at most ${mostPixels}, which can be tiled`,
      );
      const textures = await forward.outputs(noiseOf(scales, { width, height, seed }), { ...(signal && { signal }) });
      return rawImage(textures[forward.output]!, { width, height });
    },
    dispose,
  };
}

/**
 * Noise for textures of at least a size, uniform from 0 to 1, each half as large as the one before. No axis of the smallest has
 * fewer than 2 elements, of which a normalisation would leave nothing.
 *
 * @param scales names of the inputs, from the largest on
 */
export function noiseOf(
  scales: readonly string[],
  { width, height, seed, samples = 1 }: { width: number; height: number; seed: number; samples?: number },
): Feeds {
  const step = 2 ** (scales.length - 1);
  const [rows, columns] = [height, width].map((size) => Math.max(2, Math.ceil(size / step))) as [number, number];
  return Object.fromEntries(
    scales.map((name, scale) => {
      const factor = step / 2 ** scale;
      const shape = [samples, noiseChannels, rows * factor, columns * factor] as const;
      const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
      return [name, ndarray(new RandomStream(seed, "texture", name).fillUniform(values), shape)];
    }),
  );
}

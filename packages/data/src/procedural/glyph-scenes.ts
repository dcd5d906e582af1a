import { check, ndarray, RandomStream } from "@blockzoo/core";
import { arrayDataset, type Dataset } from "../dataset.js";
import { alphabets } from "./font.js";
import { drawCharacter, drawPose, glyphGeometries } from "./glyphs.js";
import { addNoise } from "./noise.js";

/** What {@link glyphScenes} draws. */
export interface GlyphScenesOptions {
  readonly count: number;
  /** 0 by default. Sample `i` depends on the seed and `i` only: a larger set begins with the smaller one. */
  readonly seed?: number;
  /** Height and width in pixels, 96 by default. */
  readonly size?: number;
  /** Different digits in a scene, 3 by default. */
  readonly perScene?: number;
}

/** Height and width of the square that a digit is drawn in. */
const patch = 32;
/** How far the squares of two digits are apart at least, down or across, in pixels. */
const apart = 26;

/**
 * Scenes with several different digits under the affine maps of the glyphs `hard`, each centred in a square of 32 pixels, on
 * one noisy ground: `x` float32[n,1,S,S]; `y` int32[n], the digit that is asked for; `centers` float32[n,k,2], row and column
 * of each digit in pixels, that of `y` first; `digits` int32[n,k].
 *
 * @example glyphScenes({ count: 300, seed: 1 })
 */
export function glyphScenes({ count, seed = 0, size = 96, perScene = 3 }: GlyphScenesOptions): Dataset {
  for (const [what, value] of Object.entries({ count, size, perScene })) {
    check(
      Number.isInteger(value) && value > 0,
      () => `glyphScenes: ${what} must be a positive integer, found ${value}`,
    );
  }
  const characters = alphabets.digits;
  const places = Math.floor((size - patch) / apart) + 1;
  check(
    perScene <= characters.length && size >= patch && perScene <= (places * places) / 2,
    () => `glyphScenes: ${perScene} digits do not fit into scenes of ${size}x${size}`,
  );
  const { noise, ...geometry } = glyphGeometries.hard;
  const images = new Float32Array(count * size * size);
  const digits = new Int32Array(count * perScene);
  const centers = new Float32Array(count * perScene * 2);
  for (let sample = 0; sample < count; sample++) {
    const stream = new RandomStream(seed, "glyph-scenes", sample);
    const scene = images.subarray(sample * size * size, (sample + 1) * size * size);
    const order = stream.permutation(characters.length);
    positions(stream, perScene, size - patch).forEach(([top, left], index) => {
      const at = sample * perScene + index;
      digits[at] = order[index]!;
      centers.set([top + (patch - 1) / 2, left + (patch - 1) / 2], at * 2);
      const drawn = new Float32Array(patch * patch);
      const pose = drawPose({ ...geometry, shift: 0, noise }, stream);
      drawCharacter(drawn, patch, characters[order[index]!]!.dots, pose);
      for (let row = 0; row < patch; row++) {
        for (let column = 0; column < patch; column++) {
          const pixel = (top + row) * size + left + column;
          scene[pixel] = Math.max(scene[pixel]!, drawn[row * patch + column]!);
        }
      }
    });
    addNoise(scene, noise, stream);
  }
  return arrayDataset({
    name: "glyph-scenes",
    arrays: {
      x: ndarray(images, [count, 1, size, size]),
      y: ndarray(Int32Array.from({ length: count }, (_, sample) => digits[sample * perScene]!)),
      centers: ndarray(centers, [count, perScene, 2]),
      digits: ndarray(digits, [count, perScene]),
    },
    labels: characters.map(({ label }) => label),
  });
}

/** Upper left corners of squares that are apart, drawn anew as a whole until they are. */
function positions(stream: RandomStream, count: number, largest: number): [number, number][] {
  for (;;) {
    const found = Array.from({ length: count }, (): [number, number] => [
      stream.integer(largest + 1),
      stream.integer(largest + 1),
    ]);
    const areApart = found.every(([top, left], index) =>
      found
        .slice(0, index)
        .every(([other, beside]) => Math.max(Math.abs(top - other), Math.abs(left - beside)) >= apart),
    );
    if (areApart) return found;
  }
}

import { check, ndarray } from "@blockzoo/core";
import { arrayDataset, type Dataset } from "../dataset.js";
import { alphabets, type Alphabet } from "./font.js";
import { drawCharacter } from "./glyphs.js";

/** What {@link glyphViews} draws. */
export interface GlyphViewsOptions {
  /** Angles from which each character is seen, evenly around the circle; 24 by default. */
  readonly angles?: number;
  /** Height and width in pixels, 32 by default. */
  readonly size?: number;
  /** `digits` by default; `letters` are A C E F H K L N P T. */
  readonly alphabet?: Alphabet;
}

/** The height of a character, between the centres of its first and last dots, as a fraction of the image's: it fits at any angle. */
const scale = 0.6;

/**
 * Every character of the glyphs' font from every angle, upright first, each exactly once and without noise. Angle `a` of A
 * turns it by `360 a / A` degrees clockwise. Samples are ordered by character, then by angle: `x` float32[n,1,S,S] from 0
 * (paper) to 1 (ink); `style` float32[n,10], one-hot; `view` float32[n,2], sine and cosine of the angle; `y` int32[n], the
 * character; `angle` int32[n], the number of the angle.
 *
 * @example
 * const views = glyphViews({ angles: 24 });
 * views.size; // 240
 */
export function glyphViews({ angles = 24, size = 32, alphabet = "digits" }: GlyphViewsOptions = {}): Dataset {
  for (const [what, value] of Object.entries({ angles, size })) {
    check(Number.isInteger(value) && value > 0, () => `glyphViews: ${what} must be a positive integer, found ${value}`);
  }
  const characters = alphabets[alphabet];
  const count = characters.length * angles;
  const images = new Float32Array(count * size * size);
  const style = new Float32Array(count * characters.length);
  const view = new Float32Array(count * 2);
  for (let sample = 0; sample < count; sample++) {
    const character = Math.floor(sample / angles);
    const angle = (2 * Math.PI * (sample % angles)) / angles;
    const image = images.subarray(sample * size * size, (sample + 1) * size * size);
    drawCharacter(image, size, characters[character]!.dots, { angle, shear: 0, scale, centerX: 0, centerY: 0 });
    style[sample * characters.length + character] = 1;
    view.set([Math.sin(angle), Math.cos(angle)], 2 * sample);
  }
  return arrayDataset({
    name: `${alphabet}-views`,
    arrays: {
      x: ndarray(images, [count, 1, size, size]),
      style: ndarray(style, [count, characters.length]),
      view: ndarray(view, [count, 2]),
      y: ndarray(Int32Array.from({ length: count }, (_, sample) => Math.floor(sample / angles))),
      angle: ndarray(Int32Array.from({ length: count }, (_, sample) => sample % angles)),
    },
    labels: characters.map(({ label }) => label),
  });
}

/**
 * DeepDream: an image is changed so that the layers of a network give more of what they give already.
 *
 * A. Mordvintsev, C. Olah, M. Tyka, "Inceptionism: Going Deeper into Neural Networks", 2015, and the notebook that came with it.
 *
 * What is made large is the mean square of the layers' maps. The image is worked on in octaves, from a small one to its own
 * size: what was dreamt at one is enlarged and laid over the image at the next, so that patterns come in all sizes.
 */
import {
  check,
  checkOptions,
  mul,
  ndarray,
  RandomStream,
  reduceMean,
  add,
  square,
  type Backend,
  type NDArray,
  type OptionNames,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import type { RawImage } from "@blockzoo/data/images";
import { rawImage } from "../raw-images.js";
import type { LayerWeights, OfLayers } from "../losses.js";
import type { Trunk } from "../trunk.js";
import { ascend, type Ascended } from "./ascend.js";
import { resized } from "./compute.js";
import { pictureObjective } from "./picture-objective.js";
import { checkSize, defaultSide, planesOf, scaledTo, smallestSide, type Size } from "./pixels.js";

export interface DreamOptions {
  readonly image: RawImage;
  readonly trunk: Trunk;
  /** Of the trunk. */
  readonly weights: StateDict;
  readonly backend: Backend;
  /** The layers that shall give more, and how much each counts. */
  readonly layers: LayerWeights;
  /** The longer side of the picture, in pixels. Default: that of the image, up to 512. */
  readonly size?: number | undefined;
  /** How many sizes it is worked on at. Default 4, fewer where it gets too small. */
  readonly octaves?: number | undefined;
  /** How many times as large the next one is. Default 1.4. */
  readonly octaveScale?: number | undefined;
  /** Steps at each. Default 10. */
  readonly steps?: number | undefined;
  /** How far pixels move in a step, on average, of a range of 1 from black to white. Default 0.006. */
  readonly rate?: number | undefined;
  /** The image is looked at from places up to so many pixels away. Default 16. */
  readonly jitter?: number | undefined;
  /** Says from where. Default 0. */
  readonly seed?: number | undefined;
  /** When aborted, the dream ends with what there is. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each step, and waited for. */
  readonly onProgress?: ((progress: DreamProgress) => void | Promise<void>) | undefined;
}

/** What a dream tells after a step. */
export interface DreamProgress {
  /** From 1, of `steps` in all octaves. */
  readonly step: number;
  readonly steps: number;
  /** The weighted mean square of the layers before the step. */
  readonly activity: number;
  /** The picture after it, at the size of its octave. */
  image(): RawImage;
}

/** A dreamt picture. */
export interface Dream {
  /** At its full size. */
  readonly image: RawImage;
  /** Why it ended: `"steps"` where all were taken, `"flat"` where the layers give nothing at all that could grow. */
  readonly reason: Ascended["reason"];
}

const optionNames: OptionNames<DreamOptions> = {
  image: true,
  trunk: true,
  weights: true,
  backend: true,
  layers: true,
  size: true,
  octaves: true,
  octaveScale: true,
  steps: true,
  rate: true,
  jitter: true,
  seed: true,
  signal: true,
  onProgress: true,
};

/**
 * Dreams over an image.
 *
 * @example
 * const { image } = await dream({ image: photo, trunk, weights, backend, layers: { relu4_1: 1 } });
 * @throws BlockzooError where the image is too small or too large, an option makes no sense, or the trunk has no such layer
 */
export async function dream(options: DreamOptions): Promise<Dream> {
  checkOptions("dream", options, optionNames);
  const { image, trunk, weights, backend, layers, steps = 10, rate = 0.006, jitter = 16, seed = 0 } = options;
  const { signal, onProgress } = options;
  check(
    Object.keys(layers).length > 0,
    () => "dream: no layer is named that shall give more: give layers, such as { relu3_1: 1 }",
  );
  const sizes = octavesOf(options);
  /** What was added to the image so far. */
  let dreamt: NDArray | undefined;
  let reason: Ascended["reason"] = "steps";
  for (const [octave, size] of sizes.entries()) {
    const plain = planesOf(image, size);
    const start = dreamt === undefined ? plain : combined(plain, await resized(dreamt, size, backend), 1);
    const compiled = await pictureObjective({
      start,
      network: trunk,
      weights,
      loss: (picture, network) => ({ value: mul(activity(network.forward(picture, Object.keys(layers)), layers), -1) }),
      backend,
    });
    try {
      const found = await ascend({
        compiled,
        start,
        steps,
        rate,
        jitter,
        stream: new RandomStream(seed, "dream", "jitter", octave),
        signal,
        onStep: async (step, { value }, picture) =>
          onProgress?.({
            step: octave * steps + step,
            steps: sizes.length * steps,
            activity: -value,
            image: () => rawImage(picture),
          }),
      });
      dreamt = combined(found.picture, plain, -1);
      reason = found.reason;
    } finally {
      compiled.dispose();
    }
    if (reason !== "steps") break;
  }
  const whole = sizes.at(-1)!;
  const picture = combined(planesOf(image, whole), await resized(dreamt!, whole, backend), 1);
  return { image: rawImage(picture), reason };
}

/** The weighted mean square of the maps of layers. */
function activity(maps: OfLayers, layers: LayerWeights): Tensor {
  return Object.entries(layers)
    .map(([layer, weight]) => mul(reduceMean(square(maps[layer]!)), weight))
    .reduce((sum, term) => add(sum, term));
}

/** The sizes that an image is worked on at, smallest first. */
function octavesOf({ image, size, octaves = 4, octaveScale = 1.4, steps = 10 }: DreamOptions): Size[] {
  const side = size ?? defaultSide(image);
  for (const [name, value] of Object.entries({ octaves, steps, size: side })) {
    check(Number.isInteger(value) && value > 0, () => `dream: ${name} must be a positive whole number, got ${value}`);
  }
  check(octaveScale > 1, () => `dream: octaveScale must be above 1, got ${octaveScale}`);
  const sizes = Array.from({ length: octaves }, (_, octave) =>
    scaledTo(image, Math.round(side / octaveScale ** octave)),
  );
  checkSize("the picture", sizes[0]!);
  return sizes.filter((each) => Math.min(...each) >= smallestSide).toReversed();
}

/** `a + factor b`. */
function combined(a: NDArray, b: NDArray, factor: number): NDArray {
  return ndarray(
    Float32Array.from(a.data, (value, at) => value + factor * b.data[at]!),
    a.shape,
  );
}

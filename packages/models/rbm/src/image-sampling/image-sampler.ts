import { check, ndarray, sizeOf, type NDArray, type TensorType } from "@blockzoo/core";
import { preprocessImage, rawImages, readImage, type ImageSource, type OpaqueImage } from "@blockzoo/data/images";
import type { Disposable, Network, TaskParts } from "@blockzoo/family";
import { checkVisible } from "../check-visible.js";
import { runChain, type ChainDefinition } from "./chain.js";
import { checkPixels, shapeOf, type Pictures } from "./pictures.js";

export interface SampleOptions {
  /** How many images, each of a chain of its own. Default 1. */
  readonly count?: number;
  /** Steps of each chain; after too few the images look like that from which it began. Default 1000. */
  readonly steps?: number;
  /** Decides the chains. Default 0. */
  readonly seed?: number;
  /** The image from which all chains begin. Default: noise. */
  readonly from?: ImageSource | undefined;
  /** The class that the images shall be of, for a network that knows classes. */
  readonly label?: string | undefined;
  /** When aborted, the chains stop where they are: what they have come to is the result. */
  readonly signal?: AbortSignal | undefined;
}

/** Draws images that are as likely as those that the network was trained on. */
export interface ImageSampler extends Disposable {
  /** The classes that can be asked for; none where the network was trained without. */
  readonly labels: readonly string[];
  /**
   * Images at the ends of Markov chains. They show what the last step was drawn from, the probability of each pixel, and not a
   * sample of black and white pixels; all steps before it went through samples.
   *
   * @returns pixels of 0..255
   * @throws BlockzooError where there is no such class, or an image cannot be read
   * @example await sampler.sample({ count: 16, steps: 500, seed: 1 });
   */
  sample(options?: SampleOptions): Promise<OpaqueImage[]>;
  /** The same as values of the network, before they become pixels: float32 [count, channels, height, width]. */
  pixels(options?: SampleOptions): Promise<NDArray>;
  /**
   * The same while the chains run.
   *
   * @example for await (const { step, images } of sampler.watch({ steps: 1000, every: 10 })) draw(images[0]);
   */
  watch(options?: WatchOptions): AsyncGenerator<WatchedStep>;
}

export interface WatchOptions extends SampleOptions {
  /** Images of each so many steps, and of the last. Default 1. */
  readonly every?: number;
}

/** Where chains have come to. */
export interface WatchedStep {
  /** How many steps were taken. */
  readonly step: number;
  /** What {@link ImageSampler.pixels} gives. */
  readonly pixels: NDArray;
  /** What {@link ImageSampler.sample} gives. */
  readonly images: readonly OpaqueImage[];
}

export interface ImageSamplerParts extends TaskParts<Pictures, "gibbs"> {
  readonly chain: ChainDefinition;
  /** What makes images of the main output of a step. Default: it is the image. */
  readonly image?: Network | undefined;
}

export function imageSampler(parts: ImageSamplerParts): ImageSampler {
  const { meaning, dispose } = parts;
  const { labels = [], preprocessing } = meaning;
  const pixels: ImageSampler["pixels"] = async (options = {}) => {
    let last: NDArray | undefined;
    for await (const reached of pixelsOf(parts, { ...options, every: Infinity })) last = reached.pixels;
    return last!;
  };
  return {
    labels,
    pixels,
    sample: async (options) => rawImages(await pixels(options), preprocessing),
    async *watch(options = {}) {
      for await (const reached of pixelsOf(parts, options)) {
        yield { ...reached, images: rawImages(reached.pixels, preprocessing) };
      }
    },
    dispose,
  };
}

/** Pixels of each so many steps of the chains, and of the last. */
async function* pixelsOf(
  parts: ImageSamplerParts,
  { count = 1, steps = 1000, seed = 0, from, label, signal, every = 1 }: WatchOptions,
): AsyncGenerator<Pick<WatchedStep, "step" | "pixels">> {
  const { meaning, networks, image, chain } = parts;
  const { labels = [] } = meaning;
  check(every > 0, () => `every must be a positive number of steps, got ${every}`);
  const start = from === undefined ? undefined : await startOf(parts, from, count);
  const clamped = labels.length === 0 && label === undefined ? {} : { label: oneHot(labels, label, count) };
  const chains = runChain(networks.gibbs, chain, { count, steps, seed, start, clamped, signal });
  for await (const { step, isLast, expected } of chains) {
    if (step % every !== 0 && !isLast) continue;
    const pixels =
      image === undefined
        ? ndarray(expected.data, [count, ...shapeOf(meaning)])
        : (await image.outputs({ [Object.keys(image.input)[0]!]: expected }))[image.output]!;
    yield { step, pixels };
  }
}

/** The same image for all chains. */
async function startOf(
  { meaning, networks: { gibbs }, image, chain }: ImageSamplerParts,
  from: ImageSource,
  count: number,
): Promise<NDArray> {
  check(image === undefined, () => "a chain of this network does not consist of pixels: it cannot begin at an image");
  const { data } = preprocessImage(await readImage(from), meaning.preprocessing);
  checkPixels(meaning, (gibbs.input as Readonly<Record<string, TensorType>>)[chain.state]!.shape[1] as number, "from");
  const start = ndarray(
    Float32Array.from({ length: count * data.length }, (_, index) => data[index % data.length]!),
    [count, data.length],
  );
  checkVisible(start, chain.units[chain.state]!, "the image from which a chain begins");
  return start;
}

function oneHot(labels: readonly string[], label: string | undefined, count: number): NDArray {
  const index = labels.indexOf(label ?? "");
  check(index >= 0, () =>
    label === undefined
      ? `say which class the images shall be of: ${labels.join(", ")}`
      : labels.length === 0
        ? `there is no class "${label}": this network was trained without classes`
        : `there is no class "${label}": there are ${labels.join(", ")}`,
  );
  const shape = [count, labels.length];
  return ndarray(
    Float32Array.from({ length: sizeOf(shape) }, (_, at) => Number(at % labels.length === index)),
    shape,
  );
}

/**
 * What a classifier takes for the best image of a class, by ascent on the class's logit.
 *
 *   arg max_I S_c(I) - λ mean I²    of the normalised image I
 *
 * K. Simonyan, A. Vedaldi, A. Zisserman, "Deep Inside Convolutional Networks: Visualising Image Classification Models and Saliency Maps",
 * arXiv 1312.6034, 2013, section 2, with a mean in the place of the sum. Steps have one length, each sees the image shifted (Mordvintsev
 * et al. 2015), and the image is blurred every few of them (J. Yosinski et al., "Understanding Neural Networks Through Deep
 * Visualization", 2015, section 4): without both it is a noise that nobody but the network can read.
 */
import {
  callMethod,
  check,
  checkOptions,
  div,
  isTensor,
  mul,
  ndarray,
  RandomStream,
  reduceMean,
  reduceSum,
  slice,
  square,
  sub,
  tensor,
  type Backend,
  type Block,
  type NDArray,
  type OptionNames,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import type { RawImage } from "@blockzoo/data/images";
import { rawImage } from "../raw-images.js";
import { ascend, type Ascended } from "./ascend.js";
import { blurred, compute } from "./compute.js";
import { pictureObjective } from "./picture-objective.js";

/** What a classifier sees. */
export interface ClassifierInput {
  /** The sizes of an image. */
  readonly shape: readonly [channels: 1 | 3, height: number, width: number];
  /** What is subtracted from each channel of an image from 0 to 1. */
  readonly mean: readonly number[];
  /** What it is then divided by. */
  readonly deviation: readonly number[];
}

export interface VisualizeClassOptions {
  /** Images [1, C, H, W] to logits [1, classes], or to a record that has them as `logits`. */
  readonly model: Block;
  readonly weights: StateDict;
  readonly backend: Backend;
  readonly input: ClassifierInput;
  /** The position of the class among the logits. */
  readonly index: number;
  /** Default 200. */
  readonly steps?: number | undefined;
  /** How far pixels move in a step, on average, of a range of 1 from black to white. Default 0.02. */
  readonly rate?: number | undefined;
  /** λ. Default 1. */
  readonly penalty?: number | undefined;
  /** The image is looked at from places up to so many pixels away. Default 2. */
  readonly jitter?: number | undefined;
  /** The image is blurred after every so many steps, but not after the last. Default 4. */
  readonly blurEvery?: number | undefined;
  /** The deviation of that blur, in pixels. Default 0.5. */
  readonly blur?: number | undefined;
  /** Keys the first image and the places. Default 0. */
  readonly seed?: number | undefined;
  /** When aborted, the image is what there is. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each step with the logit before it, and waited for. */
  readonly onProgress?:
    ((progress: { readonly step: number; readonly logit: number }) => void | Promise<void>) | undefined;
}

/** The image of a class. */
export interface VisualizedClass {
  readonly image: RawImage;
  /** What the classifier says of it: a value for each class. */
  readonly logits: readonly number[];
  /** Why it ended: `"steps"` where all were taken, `"flat"` where nothing in the image changes the logit. */
  readonly reason: Ascended["reason"];
}

const optionNames: OptionNames<VisualizeClassOptions> = {
  model: true,
  weights: true,
  backend: true,
  input: true,
  index: true,
  steps: true,
  rate: true,
  penalty: true,
  jitter: true,
  blurEvery: true,
  blur: true,
  seed: true,
  signal: true,
  onProgress: true,
};

/**
 * Makes the image that a classifier is surest of.
 *
 * @example
 * const { image } = await visualizeClass({
 *   model: lenet.create("lenet5"),
 *   weights,
 *   backend,
 *   input: { shape: [1, 32, 32], mean: [0], deviation: [1] },
 *   index: 3,
 * });
 * @throws BlockzooError where there is no such class, or the model is no classifier
 */
export async function visualizeClass(options: VisualizeClassOptions): Promise<VisualizedClass> {
  checkOptions("visualizeClass", options, optionNames);
  const { model, weights, backend, input, index, steps = 200, rate = 0.02, penalty = 1, jitter = 2 } = options;
  const { blurEvery = 4, blur = 0.5, seed = 0, signal, onProgress } = options;
  for (const [name, value] of Object.entries({ steps, blurEvery })) {
    check(
      Number.isInteger(value) && value > 0,
      () => `visualizeClass: ${name} must be a positive whole number, got ${value}`,
    );
  }
  const start = greyNoise(input, seed);
  const compiled = await pictureObjective({
    start,
    network: model,
    weights,
    loss(picture) {
      const seen = normalized(picture, input);
      const logit = logitAt(logitsOf(model, seen), index);
      return { value: sub(mul(reduceMean(square(seen)), penalty), logit), logit };
    },
    backend,
  });
  try {
    const { picture, reason } = await ascend({
      compiled,
      start,
      steps,
      rate,
      jitter,
      stream: new RandomStream(seed, "class", "jitter"),
      async after(moved, step) {
        const inRange = ndarray(
          Float32Array.from(moved.data, (value) => Math.min(Math.max(value, 0), 1)),
          moved.shape,
        );
        if ((step + 1) % blurEvery !== 0 || step + 1 === steps) return inRange;
        return blurred(inRange, blur, backend);
      },
      signal,
      onStep: async (step, { metrics }) => onProgress?.({ step, logit: metrics!["logit"]! }),
    });
    const { logits } = await compute(
      (inputs) => ({ logits: logitsOf(model, normalized(inputs["picture"]!, input)) }),
      { picture },
      { backend, model, weights },
    );
    return { image: rawImage(picture), logits: Array.from(logits!.data), reason };
  } finally {
    compiled.dispose();
  }
}

/** The mean of what the classifier knows, with a little noise. */
function greyNoise({ shape: [channels, height, width], mean }: ClassifierInput, seed: number): NDArray {
  const pixels = height * width;
  const noise = new RandomStream(seed, "class", "start").fillNormal(new Float32Array(channels * pixels), 0, 0.02);
  return ndarray(
    noise.map((value, at) => value + mean[Math.floor(at / pixels)]!),
    [1, channels, height, width],
  );
}

function normalized(picture: Tensor, { mean, deviation }: ClassifierInput): Tensor {
  const perChannel = (values: readonly number[]) => tensor(ndarray([...values], [values.length, 1, 1]));
  return div(sub(picture, perChannel(mean)), perChannel(deviation));
}

function logitsOf(model: Block, images: Tensor): Tensor {
  const output = callMethod(model, "forward", images);
  const logits = isTensor(output) ? output : (output as { readonly logits?: unknown } | undefined)?.logits;
  check(
    isTensor(logits) && logits.rank === 2,
    () => "visualizeClass: the model must give logits [N, classes], or a record that has them as logits",
  );
  return logits;
}

function logitAt(logits: Tensor, index: number): Tensor {
  const classes = logits.shape[1] as number;
  check(
    Number.isInteger(index) && index >= 0 && index < classes,
    () => `visualizeClass: there is no class ${index}: the classifier has ${classes}, counted from 0`,
  );
  return reduceSum(slice(logits, { axes: [1], starts: [index], ends: [index + 1] }));
}

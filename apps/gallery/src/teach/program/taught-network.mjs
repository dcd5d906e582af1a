// A network that was taught by examples: one that has learned to see or hear before, and behind it a layer of its own, which is all
// that learns. The gallery teaches with this very file.
import {
  Block,
  callMethod,
  cast,
  div,
  Identity,
  LayerNorm,
  lengthMask,
  Linear,
  mul,
  reduceSum,
  replace,
  unsqueeze,
} from "@blockzoo/core";
import { arrayDataset, batched } from "@blockzoo/data";
import { adam, crossEntropy, fit } from "@blockzoo/train";

/** @typedef {import("@blockzoo/core").Backend} Backend @typedef {import("@blockzoo/core").StateDict} StateDict */
/** @typedef {import("@blockzoo/core").NDArray} NDArray @typedef {import("@blockzoo/core").Tensor} Tensor */
/** @typedef {import("@blockzoo/core").Feeds} Feeds @typedef {import("@blockzoo/core").InputTypes} InputTypes */
/** @typedef {{ readonly features: NDArray, readonly classes: readonly number[] }} Examples features [N, F], and the class of each */
/**
 * What has learned to see or to hear before, and how a sample becomes its input.
 * @typedef {object} Trunk
 * @property {() => PictureFeatures | SoundFeatures} create
 * @property {StateDict} weights
 * @property {InputTypes} types of one sample
 * @property {InputTypes} exportedTypes of a file that is exported: open sizes
 * @property {import("@blockzoo/onnx").PixelSteps} [pixels] how pictures are prepared
 * @property {(sample: Blob | string) => Promise<Feeds>} prepare a sample, or the path of its file
 */

/**
 * Whether a sample is held out: the last fifth of its class is, for what was taken one after the other is alike.
 * @param {number} index of the sample in its class @param {number} count of the samples of the class
 */
export function isHeldOut(index, count) {
  return index >= count - Math.max(1, Math.floor(count / 5));
}

/** The classes of features [N, F]: logits [N, classes]. */
export class Head extends Block {
  /** @param {number} features @param {number} classes */
  constructor(features, classes) {
    super();
    this.norm = new LayerNorm(features);
    this.linear = new Linear(features, classes);
  }

  /** @param {Tensor} features */
  forward(features) {
    return this.linear.forward(this.norm.forward(features));
  }
}

/** What a classifier of pictures sees: the maps of its last layer, their means [N, F]. */
export class PictureFeatures extends Block {
  /** @param {Block} classifier with its last layer at the path `classifier` */
  constructor(classifier) {
    super();
    this.trunk = replace(classifier, "classifier", new Identity());
  }

  /** @param {Tensor} input [N, 3, height, width] */
  forward(input) {
    return /** @type {Tensor} */ (callMethod(this.trunk, "forward", input));
  }
}

/** What a network that writes down speech hears: the states of its recurrent net, their mean over the time [N, F]. */
export class SoundFeatures extends Block {
  /** @param {Block} speech with the layer that names what is heard at the path `acoustic.classifier` */
  constructor(speech) {
    super();
    this.trunk = replace(speech, "acoustic.classifier", new Identity());
  }

  /** @param {Tensor} samples [N, S] @param {Tensor} lengths int32 [N], how many samples of each are real */
  forward(samples, lengths) {
    const heard = callMethod(this.trunk, "forward", samples, lengths);
    const { logits: states, steps } = /** @type {{ logits: Tensor, steps: Tensor }} */ (heard);
    const isReal = lengthMask(steps, /** @type {import("@blockzoo/core").Dimension} */ (states.shape[1]));
    const sum = reduceSum(mul(states, unsqueeze(isReal, [2])), { axes: [1] });
    return div(sum, unsqueeze(cast(steps, "float32"), [1]));
  }
}

/** Features and classes in one network, as it is exported. */
export class TaughtNetwork extends Block {
  /** @param {PictureFeatures | SoundFeatures} features @param {Head} head */
  constructor(features, head) {
    super();
    this.features = features;
    this.head = head;
  }

  /** @param {Tensor[]} inputs */
  forward(...inputs) {
    return this.head.forward(/** @type {Tensor} */ (callMethod(this.features, "forward", ...inputs)));
  }
}

/** The weights of features, out of those of the network that they are taken from. @param {StateDict} trained @returns {StateDict} */
export function featureWeights(trained) {
  return new Map(
    [...trained]
      .filter(([name]) => !/^(acoustic\.)?classifier\./.test(name))
      .map(([name, value]) => [`trunk.${name}`, value]),
  );
}

/** The weights of a whole taught network. @param {StateDict} features @param {StateDict} head @returns {StateDict} */
export function taughtWeights(features, head) {
  const within = (/** @type {string} */ part, /** @type {StateDict} */ weights) =>
    [...weights].map(([name, value]) => /** @type {const} */ ([`${part}.${name}`, value]));
  return new Map([...within("features", features), ...within("head", head)]);
}

/**
 * Trains the layer behind the features, for some 200 steps.
 * @param {Examples} examples @param {{ readonly count: number, readonly backend: Backend }} options how many classes, and where
 * @returns {Promise<StateDict>} its weights
 */
export async function teachHead({ features, classes }, { count, backend }) {
  const [size = 0, width = 0] = features.shape;
  const y = /** @type {NDArray} */ ({ dtype: "int32", shape: [size], data: Int32Array.from(classes) });
  const dataset = arrayDataset({ name: "examples", arrays: { x: features, y } });
  const { weights } = await fit(new Head(width, count), {
    data: batched(dataset, { batchSize: Math.min(16, size), seed: 0 }),
    loss: (head, batch) => crossEntropy(head.forward(batch.x), batch.y),
    optimizer: adam({ learningRate: 0.005 }),
    steps: 200,
    backend,
  });
  return weights;
}

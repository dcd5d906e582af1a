/**
 * The convolutional deep belief network: convolutional machines on each other, each trained on the pooling units of the one below.
 *
 * H. Lee, R. Grosse, R. Ranganath, A. Y. Ng, "Convolutional Deep Belief Networks for Scalable Unsupervised Learning of
 * Hierarchical Representations", ICML 2009, section 3.5.
 *
 * Notation and deviations are those of ./convolutional-rbm.ts: pooling units go up as probabilities, and what the layers above
 * say of them, section 3.6, is not heard.
 */
import { Block, check, stack, type Tensor } from "@blockzoo/core";
import { ConvolutionalRbm, type ConvolutionalRbmOptions } from "./convolutional-rbm.js";

/** A layer: its channels are the maps of the layer below, its visible units that layer's pooling units. */
export type ConvolutionalLayer = Omit<ConvolutionalRbmOptions, "channels" | "visibleUnits">;

export interface ConvolutionalDbnOptions extends Pick<ConvolutionalRbmOptions, "channels" | "visibleUnits"> {
  /** From the image up. */
  readonly layers: readonly ConvolutionalLayer[];
}

/**
 * Images [N, channels, H, W] to probabilities of the top pooling units [N, filters, h, w]. State: `layers.<k>.weight`,
 * `hiddenBias`, `visibleBias`.
 *
 * @example
 * new ConvolutionalDbn({ layers: [{ filters: 24, kernel: 9, pooling: 2 }, { filters: 40, kernel: 5, pooling: 2 }] })
 * @throws BlockzooError where there is no layer
 */
export class ConvolutionalDbn extends Block {
  readonly layers: readonly ConvolutionalRbm[];

  constructor({ channels = 1, visibleUnits = "bernoulli", layers }: ConvolutionalDbnOptions) {
    super();
    check(layers.length > 0, () => "ConvolutionalDbn: expects a layer or more, got none");
    this.layers = layers.map((layer, index) => {
      const below = layers[index - 1];
      return new ConvolutionalRbm(
        below === undefined ? { ...layer, channels, visibleUnits } : { ...layer, channels: below.filters },
      );
    });
  }

  forward(image: Tensor): Tensor {
    return this.up(image);
  }

  /** What the first `count` layers make of an image, all by default: probabilities of pooling units. */
  up(image: Tensor, count = this.layers.length): Tensor {
    return this.layers.slice(0, count).reduce((maps, layer) => layer.forward(maps), image);
  }

  /** The free energy of what each layer sees, [N, layers]: the lower, the more it is what the layer was trained on. */
  freeEnergies(image: Tensor): Tensor {
    return stack(
      this.layers.map((layer, index) => layer.freeEnergy(this.up(image, index))),
      1,
    );
  }
}

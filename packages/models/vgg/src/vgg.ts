/**
 * VGG networks: stages of 3x3 convolutions.
 *
 * K. Simonyan, A. Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", arXiv 1409.1556, 2014
 * (ICLR 2015), section 2, table 1.
 *
 * Two 3x3 convolutions see as much as one of 5x5, three as much as one of 7x7, with fewer weights (27 C² against 49 C²) and
 * more nonlinearities between them (section 2.3). A stage keeps height and width, and a 2x2 max pool halves them behind it:
 *
 *   image   224x224x3
 *   stage 1 112x112x64    after its pool
 *   stage 2  56x56x128
 *   stage 3  28x28x256
 *   stage 4  14x14x512
 *   stage 5    7x7x512
 *   FC-4096, FC-4096, FC-1000
 *
 * Names, and therefore the keys of the state dict, are torchvision's.
 *
 * Deviations:
 * - As in torchvision, an average pool takes images of other sizes to the 7x7 that the dense layers expect; for 224x224 it
 *   does nothing. The paper turns the dense layers into convolutions instead (section 3.2).
 * - As in torchvision, batch normalisation (Ioffe & Szegedy 2015) is an option; the paper is older.
 * - First weights of convolutions are He's, which train all depths from scratch; the paper drew from N(0, 0.01²), and began
 *   deep networks with layers of a trained A. First biases are uniform within ±1/√fan-in, the paper's are 0.
 */
import {
  adaptiveAveragePool,
  Block,
  Dropout,
  flatten,
  kaimingNormal,
  Linear,
  relu,
  Sequential,
  type Stage,
  type Tensor,
} from "@blockzoo/core";
import { VggFeatures, type VggFeaturesOptions } from "./vgg-features.js";

export interface VggOptions extends VggFeaturesOptions {
  /** Height and width of the maps that the dense layers take. Default 7. */
  readonly pooled?: number;
  /** Sizes of the hidden dense layers. Default 4096, 4096. */
  readonly hidden?: readonly number[];
  /** Of the hidden dense layers, in training. Default 0.5. */
  readonly dropout?: number;
  /** Default 1000. */
  readonly classes?: number;
}

/**
 * Images [N, channels, H, W], 224x224 in the paper, to logits [N, classes].
 *
 * @example new Vgg({ stages: table1.D, batchNorm: true, classes: 10 })
 */
export class Vgg extends Block {
  readonly features: VggFeatures;
  readonly classifier: Sequential;
  readonly #pooled: number;

  constructor({ pooled = 7, hidden = [4096, 4096], dropout = 0.5, classes = 1000, ...trunk }: VggOptions) {
    super();
    this.features = new VggFeatures(trunk);
    const sizes = [this.features.outChannels * pooled * pooled, ...hidden];
    const dense = hidden.flatMap((size, index): Stage[] => [linear(sizes[index]!, size), relu, new Dropout(dropout)]);
    this.classifier = new Sequential(...dense, linear(sizes.at(-1)!, classes));
    this.#pooled = pooled;
  }

  forward(x: Tensor): Tensor {
    const maps = adaptiveAveragePool(this.features.forward(x), this.#pooled);
    return flatten(maps).pipe(this.classifier);
  }
}

function linear(inFeatures: number, outFeatures: number): Linear {
  return new Linear(inFeatures, outFeatures, { initializer: kaimingNormal() });
}

/**
 * DeconvNet: a network for segmentation that looks back where each maximum stood.
 *
 * H. Noh, S. Hong, B. Han, "Learning Deconvolution Network for Semantic Segmentation", arXiv 1505.04366, 2015 (ICCV 2015),
 * section 3, figure 2 and table 2 of the supplement.
 *
 * The convolutional part is VGG-16's: stages of 3x3 convolutions, each ended by a 2x2 max pool that keeps its switches, the
 * places of the maxima. Two dense layers, as convolutions, see all of the image. The deconvolution part mirrors it: unpooling
 * puts every value back to where its maximum stood, zeros elsewhere, and deconvolutions make these sparse maps dense.
 * Batch normalisation and ReLU follow every layer but the last.
 *
 *   conv1 .. conv5   2, 2, 3, 3, 3 convolutions of 64, 128, 256, 512, 512 channels   224x224 to 7x7
 *   fc6, fc7         7x7 and 1x1, 4096 channels                                      1x1
 *   deconv-fc6       7x7, 512 channels                                               7x7
 *   deconv5 .. 1     unpool, then 512 512 512 | 512 512 256 | 256 256 128 | 128 64 | 64 64   7x7 to 224x224
 *   seg-score        1x1                                                             251.8 million parameters
 *
 * Deviations: training in two stages, from single objects to whole proposals, and the fusion of the proposals' maps are the
 * recipe's matter and not here. Names of layers are this package's; the authors published Caffe models.
 */
import {
  BatchNorm2d,
  Block,
  Conv2d,
  ConvTranspose2d,
  kaimingNormal,
  maxPoolWithSwitches,
  relu,
  Sequential,
  type Stage,
  type Tensor,
} from "@blockzoo/core";
import { bySwitches, type Pooled, type Unpooling } from "./unpooling.js";

export interface DeconvNetOptions {
  /** Channels of the convolutions of each stage. */
  readonly stages: readonly (readonly number[])[];
  /** What stands between both parts: takes and gives as many channels as the last stage has. */
  readonly middle: (channels: number) => Sequential;
  /** Of the images. Default 3. */
  readonly channels?: number;
  /** With the background. */
  readonly classes: number;
  /** Default: by the switches. */
  readonly unpooling?: Unpooling;
  /** Transposed convolutions, or plain ones, which compute the same with flipped kernels and are faster. Default transposed. */
  readonly deconvolution?: "transposed" | "plain";
}

/** Images [N, channels, H, W] to scores [N, classes, H, W]. */
export class DeconvNet extends Block {
  /** Stages of convolutions, from the image on. */
  readonly conv: readonly Sequential[];
  readonly middle: Sequential;
  /** Stages of deconvolutions, in the order of `conv`: the last is applied first. */
  readonly deconv: readonly Sequential[];
  readonly score;
  readonly #unpooling: Unpooling;

  constructor({ stages, middle, channels = 3, classes, unpooling = bySwitches, deconvolution }: DeconvNetOptions) {
    super();
    const inputOf = (index: number) => stages[index - 1]?.at(-1) ?? channels;
    this.conv = stages.map((widths, index) => stageOf([inputOf(index), ...widths], convolution));
    this.middle = middle(stages.at(-1)!.at(-1)!);
    const layer = deconvolution === "plain" ? convolution : transposed;
    // Mirrored: a stage gives what the stage before it takes, the first as many channels as it has.
    this.deconv = stages.map((widths, index) => {
      const last = index === 0 ? widths[0]! : inputOf(index);
      return stageOf([...widths.toReversed(), last], layer);
    });
    this.score = new Conv2d(stages[0]![0]!, classes, 1, { initializer: kaimingNormal() });
    this.#unpooling = unpooling;
  }

  forward(x: Tensor): Tensor {
    const pooled: Pooled[] = [];
    let y = x;
    for (const stage of this.conv) {
      const maps = stage.forward(y);
      const { values, switches } = maxPoolWithSwitches(maps, { kernel: 2 });
      pooled.push({ switches, size: maps.shape.slice(2) });
      y = values;
    }
    y = this.middle.forward(y);
    for (const [index, stage] of [...this.deconv.entries()].toReversed()) {
      y = stage.forward(this.#unpooling(y, pooled[index]!));
    }
    return this.score.forward(y);
  }
}

type Layer = (inChannels: number, outChannels: number, kernel: number, padding: number) => Stage;

const initializer = kaimingNormal();

const convolution: Layer = (inChannels, outChannels, kernel, padding) =>
  new Conv2d(inChannels, outChannels, kernel, { padding, initializer });

const transposed: Layer = (inChannels, outChannels, kernel, padding) =>
  new ConvTranspose2d(inChannels, outChannels, kernel, { padding, initializer });

function normalized(layer: Stage, channels: number): Stage[] {
  return [layer, new BatchNorm2d(channels), relu];
}

/** Layers of 3x3 from each width to the next. */
function stageOf(widths: readonly number[], layer: Layer): Sequential {
  return new Sequential(
    ...widths.slice(1).flatMap((width, index) => normalized(layer(widths[index]!, width, 3, 1), width)),
  );
}

/** fc6, fc7 and deconv-fc6: all of a 7x7 map is seen as a whole, and made again. */
export function dense(width: number): DeconvNetOptions["middle"] {
  return (channels) =>
    new Sequential(
      ...normalized(convolution(channels, width, 7, 0), width),
      ...normalized(convolution(width, width, 1, 0), width),
      ...normalized(transposed(width, channels, 7, 0), channels),
    );
}

/** A 1x1 convolution in the place of the dense layers, for networks whose last maps are small anyway. */
export function pointwise(channels: number): Sequential {
  return new Sequential(...normalized(convolution(channels, channels, 1, 0), channels));
}

/**
 * The chair generator: a convolutional network the other way round, from what is asked for to the image.
 *
 * A. Dosovitskiy, J. T. Springenberg, M. Tatarchenko, T. Brox, "Learning to Generate Chairs, Tables and Cars with Convolutional
 * Networks", arXiv 1411.5928, 2014 (CVPR 2015), section 3.
 *
 * Notation: c the style, one-hot; v the view, sine and cosine of each of its angles; θ the parameters of an artificial
 * transformation of the image, such as a shift, a zoom or a change of colour; h what the three have in common; u_RGB and
 * u_segm the streams from h to the image and to the mask of the object.
 *
 *   FC-1, FC-2        512, 512 for each of c, v and θ, then side by side
 *   FC-3, FC-4        1024, 1024: h
 *   FC-5              for each of u_RGB and u_segm: maps of 8x8
 *   uconv-1 .. 4      for each: unpooling to twice the size, then 5x5     8x8 to 128x128
 *   u_RGB             256 | 256 92 48 3
 *   u_segm            128 | 128 46 24 1                                   31.95 million parameters
 *
 * Unpooling puts each value into the upper left of a block of 2x2, zeros elsewhere. Leaky ReLU of slope 0.2 follows every layer
 * but the last of a stream. The loss is in recipes/views.ts.
 *
 * Not confirmed by the paper's text, of which no copy was at hand: the layout, the kernels, the slope and the loss are from
 * memory; 92, 48 and the 12 numbers of θ are those of a public reimplementation, which is alike up to h and in u_RGB's widths.
 * That u_segm is half as wide is a guess, made since the count is then the about 32 million that are remembered of the network
 * "1s-S"; whether that one has two streams is not known here.
 *
 * Deviations: θ is any vector of numbers, its meaning being the data's matter; first weights follow He et al. 2015, those behind
 * an unpooling twice as large, since three of four of their inputs are zero.
 */
import {
  Block,
  check,
  concat,
  Conv2d,
  CornerUnpool2d,
  kaimingNormal,
  leakyRelu,
  Linear,
  reshape,
  Sequential,
  type Tensor,
} from "@blockzoo/core";

/** A stream from h to maps of the image's size. */
export interface UpStreamOptions {
  /** Channels of the first, smallest maps. */
  readonly first: number;
  /** Channels that each unpooling and convolution gives: the last ones are those of the result. */
  readonly stages: readonly number[];
}

export interface ChairGeneratorOptions {
  /** How many styles there are. */
  readonly styles: number;
  /** Numbers of v: two for each angle. Default 4: azimuth and elevation. */
  readonly view?: number;
  /** Numbers of θ; with 0 there is no such stream. Default 0. */
  readonly transform?: number;
  /** Neurons of FC-1 and FC-2. Default 512. */
  readonly own?: number;
  /** Neurons of FC-3 and FC-4, the length of h. Default 1024. */
  readonly shared?: number;
  /** Height and width of the first maps. Default 8. */
  readonly side?: number;
  /** u_RGB, or with one channel at last a stream of grey images. */
  readonly image: UpStreamOptions;
  /** u_segm. Without it there is no mask. */
  readonly mask?: UpStreamOptions;
}

/** `image` [N, channels, H, W]; `mask` [N, 1, H, W] where there is one; both without bounds, near 0 to 1 once trained. */
export type Generated = Record<"image", Tensor> & Partial<Record<"mask", Tensor>>;

/**
 * Styles [N, styles], views [N, view] and, where there are transformations, these [N, transform] to images and masks. Height
 * and width are those of the first maps, doubled by each stage.
 *
 * @example new ChairGenerator({ styles: 10, view: 2, image: { first: 32, stages: [32, 16, 1] } })   // 64x64, grey
 */
export class ChairGenerator extends Block {
  /** FC-1 and FC-2 of each input. */
  readonly style: Sequential;
  readonly view: Sequential;
  readonly transform: Sequential | undefined;
  /** FC-3 and FC-4. */
  readonly shared: Sequential;
  readonly image: UpStream;
  readonly mask: UpStream | undefined;

  constructor(options: ChairGeneratorOptions) {
    super();
    const { styles, view = 4, transform = 0, own = 512, shared = 1024, side = 8, image, mask } = options;
    const streams = transform > 0 ? 3 : 2;
    this.style = dense({ fc1: [styles, own], fc2: [own, own] });
    this.view = dense({ fc1: [view, own], fc2: [own, own] });
    this.transform = transform > 0 ? dense({ fc1: [transform, own], fc2: [own, own] }) : undefined;
    this.shared = dense({ fc3: [streams * own, shared], fc4: [shared, shared] });
    this.image = new UpStream(shared, side, image);
    this.mask = mask && new UpStream(shared, side, mask);
  }

  forward(style: Tensor, view: Tensor, transform?: Tensor): Generated {
    check((transform === undefined) === (this.transform === undefined), () =>
      transform === undefined ? "expects the parameters of a transformation" : "was made without transformations",
    );
    const asked = [this.style.forward(style), this.view.forward(view)];
    if (transform !== undefined) asked.push(this.transform!.forward(transform));
    const h = this.shared.forward(concat(asked, 1));
    return { image: this.image.forward(h), ...(this.mask && { mask: this.mask.forward(h) }) };
  }
}

const slope = 0.2;
/** What keeps the scale of values behind a leaky ReLU, equation 15 of He et al. */
const gain = Math.sqrt(2 / (1 + slope ** 2));
const initializer = kaimingNormal({ gain });
/** Of the inputs of a convolution behind an unpooling, a quarter is there. */
const sparse = kaimingNormal({ gain: 2 * gain });

const lrelu = (x: Tensor): Tensor => leakyRelu(x, slope);

/** Layers by name, of so many inputs and outputs. */
function dense(layers: Readonly<Record<string, readonly [number, number]>>): Sequential {
  const stages = Object.entries(layers).flatMap(([name, [inputs, outputs]]) => [
    [name, new Linear(inputs, outputs, { initializer })] as const,
    [`${name}-lrelu`, lrelu] as const,
  ]);
  return new Sequential(Object.fromEntries(stages));
}

/** u_RGB or u_segm: FC-5, then unpooling and convolution in turn. */
class UpStream extends Block {
  readonly fc5: Linear;
  readonly unpool = new CornerUnpool2d(2);
  readonly uconv: readonly Conv2d[];

  constructor(
    inFeatures: number,
    readonly side: number,
    { first, stages }: UpStreamOptions,
  ) {
    super();
    this.fc5 = new Linear(inFeatures, first * side ** 2, { initializer });
    this.uconv = stages.map(
      (width, index) => new Conv2d(stages[index - 1] ?? first, width, 5, { padding: 2, initializer: sparse }),
    );
  }

  forward(h: Tensor): Tensor {
    let maps = reshape(this.fc5.forward(h), [h.shape[0]!, -1, this.side, this.side]);
    for (const convolution of this.uconv) maps = maps.pipe(lrelu, this.unpool, convolution);
    return maps;
  }
}

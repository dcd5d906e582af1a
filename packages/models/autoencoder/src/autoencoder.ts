/**
 * The autoencoder: a network that learns to say again what it saw, through a code that is too short to say it word for word.
 *
 * D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning Internal Representations by Error Propagation", in Parallel
 * Distributed Processing, 1986: the encoder problem. G. E. Hinton, R. R. Salakhutdinov, "Reducing the Dimensionality of Data
 * with Neural Networks", Science 313, 2006: the deep one. P. Vincent, H. Larochelle, Y. Bengio, P.-A. Manzagol, "Extracting and
 * Composing Robust Features with Denoising Autoencoders", ICML 2008: the denoising one.
 *
 * Notation: x an image; f the encoder and y = f(x) its code; g the decoder and z = g(y) the reconstruction; q(x̃ | x) what
 * spoils an image, so that a denoising autoencoder learns z = g(f(x̃)) to be near x, and not near x̃.
 *
 * With f and g affine and the squared error, the best code of k numbers spans what the k first principal components span (P. Baldi,
 * K. Hornik, "Neural networks and principal component analysis", 1989); nonlinear layers do better.
 *
 * What f and g are is the variants' matter: dense layers (dense-coder.ts) or convolutions (convolutional-coder.ts). The losses
 * are in the recipes: the squared error, or the cross-entropy of the logits with pixels as shares of ink, as in 2006.
 */
import { Block, isTraining, sigmoid, type Stage, type Tensor } from "@blockzoo/core";

/** f and g: what an image becomes, and what becomes an image again. */
export interface Coder {
  /** Images [N, channels, H, W] to codes [N, units]. */
  readonly encoder: Stage;
  /** Codes [N, units] to images [N, channels, H, W], before the logistic function where there is one. */
  readonly decoder: Stage;
}

export interface AutoencoderOptions {
  /** The last function of g: `"logistic"` keeps pixels between 0 and 1, `"linear"` does nothing. Default `"logistic"`. */
  readonly pixels?: "logistic" | "linear";
  /** q(x̃ | x): spoils images while training, such as `new MaskingNoise(0.25)`. Default: nothing is spoilt. */
  readonly corruption?: Stage;
}

/**
 * Images [N, channels, H, W] to codes [N, units] and back.
 *
 * @example
 * const model = new Autoencoder(denseCoder({ image: [1, 28, 28], widths: [256, 64, 30] }), { corruption: new MaskingNoise(0.25) });
 */
export class Autoencoder extends Block {
  readonly encoder: Stage;
  readonly decoder: Stage;
  readonly corruption: Stage | undefined;
  readonly #pixels: "logistic" | "linear";

  constructor({ encoder, decoder }: Coder, { pixels = "logistic", corruption }: AutoencoderOptions = {}) {
    super();
    this.encoder = encoder;
    this.decoder = decoder;
    this.corruption = corruption;
    this.#pixels = pixels;
  }

  /** y = f(x), of images as they are. */
  encode(images: Tensor): Tensor {
    return images.pipe(this.encoder);
  }

  /** z = g(y) */
  decode(codes: Tensor): Tensor {
    return this.#pixelsOf(codes.pipe(this.decoder));
  }

  /** z = g(f(x)); while training, z = g(f(x̃)) where there is a corruption. */
  forward(images: Tensor): Tensor {
    return this.#pixelsOf(this.logits(images));
  }

  /** What `forward` gives before the logistic function, for losses. */
  logits(images: Tensor): Tensor {
    const seen = isTraining() && this.corruption !== undefined ? images.pipe(this.corruption) : images;
    return this.encode(seen).pipe(this.decoder);
  }

  #pixelsOf(logits: Tensor): Tensor {
    return this.#pixels === "logistic" ? sigmoid(logits) : logits;
  }
}

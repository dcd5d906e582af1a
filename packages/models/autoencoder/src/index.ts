import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { Autoencoder, type AutoencoderOptions, type Coder } from "./autoencoder.js";
export { convolutionalCoder, type ConvolutionalCoderOptions } from "./convolutional-coder.js";
export { GaussianNoise, MaskingNoise } from "./corruption.js";
export { denseCoder, type DenseCoderOptions, type HiddenUnits } from "./dense-coder.js";
export { imageCoding, type ImageCoder, type ImageCodes, type InterpolateOptions } from "./image-coding/index.js";
export { TiedLinear } from "./tied-linear.js";

/** Autoencoders: networks that say an image again through a short code; linear, deep, tied, denoising and convolutional. */
export const autoencoder = defineFamily({
  name: "autoencoder",
  title: "Autoencoder",
  papers: [
    {
      authors: "G. E. Hinton, R. R. Salakhutdinov",
      title: "Reducing the Dimensionality of Data with Neural Networks",
      year: 2006,
      venue: "Science 313",
      url: "https://doi.org/10.1126/science.1127647",
    },
    {
      authors: "P. Vincent, H. Larochelle, Y. Bengio, P.-A. Manzagol",
      title: "Extracting and Composing Robust Features with Denoising Autoencoders",
      year: 2008,
      venue: "ICML 2008",
      url: "https://doi.org/10.1145/1390156.1390294",
    },
  ],
  lineage: {
    idea: "A picture goes through a few numbers, and comes out again.",
    ancestors: [
      { family: "mlp", change: "The output is asked to be the input, through a narrow middle." },
      { family: "rbm", change: "A stack of them gives the first weights, without which so many layers did not learn." },
    ],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/autoencoder/recipes"),
});

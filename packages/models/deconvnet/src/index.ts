import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { ChairGenerator, type ChairGeneratorOptions, type Generated, type UpStreamOptions } from "./chair-generator.js";
export { DeconvNet, dense, pointwise, type DeconvNetOptions } from "./deconvnet.js";
export type { Generator, ImageRequest, Views } from "./view-generation/index.js";
export { atCorner, bySwitches, type Pooled, type Unpooling } from "./unpooling.js";

/** Deconvolution networks: segmentation that unpools by switches, and a generator of images, which has none. */
export const deconvnet = defineFamily({
  name: "deconvnet",
  title: "DeconvNet",
  papers: [
    {
      authors: "H. Noh, S. Hong, B. Han",
      title: "Learning Deconvolution Network for Semantic Segmentation",
      year: 2015,
      venue: "arXiv 1505.04366 (ICCV 2015)",
      url: "https://arxiv.org/abs/1505.04366",
    },
    {
      authors: "A. Dosovitskiy, J. T. Springenberg, M. Tatarchenko, T. Brox",
      title: "Learning to Generate Chairs, Tables and Cars with Convolutional Networks",
      year: 2014,
      venue: "arXiv 1411.5928 (CVPR 2015)",
      url: "https://arxiv.org/abs/1411.5928",
    },
  ],
  lineage: {
    idea: "Finds its way back to the pixels by remembering where each maximum was.",
    ancestors: [
      { family: "vgg", change: "A mirror image undoes its pooling, layer by layer." },
      { family: "fcn", change: "Upsampling at once becomes a learned network as deep as the first." },
    ],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/deconvnet/recipes"),
});

import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { bilinear, upsampling } from "./bilinear.js";
export { bilinearTo } from "./bilinear-to.js";
export { cropTo } from "./crop.js";
export { FcnMini, type FcnMiniOptions } from "./fcn-mini.js";
export { FcnResNet, type FcnResNetOptions } from "./fcn-resnet.js";
export { Fcn, type FcnOptions, type FcnStride } from "./fcn.js";
export { FullyConvolutional, toFullyConvolutional, type ImageSize } from "./fully-convolutional.js";
export { GlyphClassifier } from "./glyph-classifier.js";
export { Skip, type SkipOptions } from "./skip.js";

/** Fully convolutional networks: what each pixel of an image belongs to, and classifiers as heat maps. */
export const fcn = defineFamily({
  name: "fcn",
  title: "FCN",
  papers: [
    {
      authors: "J. Long, E. Shelhamer, T. Darrell",
      title: "Fully Convolutional Networks for Semantic Segmentation",
      year: 2014,
      venue: "arXiv 1411.4038 (CVPR 2015)",
      url: "https://arxiv.org/abs/1411.4038",
    },
  ],
  lineage: {
    idea: "A label for each pixel, for pictures of any size.",
    ancestors: [
      {
        family: "vgg",
        change: "Dense layers become convolutions; finer layers are added where the scores are upsampled.",
      },
    ],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/fcn/recipes"),
});

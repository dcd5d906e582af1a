import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { miniStages, table1, type Layer, type Stages } from "./configurations.js";
export { VggFeatures, type LayerName, type VggFeaturesOptions } from "./vgg-features.js";
export { Vgg, type VggOptions } from "./vgg.js";

/** VGG networks: 11 to 19 layers for ImageNet, with and without batch normalisation, and three for 32x32. */
export const vgg = defineFamily({
  name: "vgg",
  title: "VGG",
  papers: [
    {
      authors: "K. Simonyan, A. Zisserman",
      title: "Very Deep Convolutional Networks for Large-Scale Image Recognition",
      year: 2014,
      venue: "arXiv 1409.1556 (ICLR 2015)",
      url: "https://arxiv.org/abs/1409.1556",
    },
  ],
  lineage: {
    idea: "Nothing but 3x3 convolutions, up to nineteen layers deep.",
    ancestors: [
      { family: "alexnet", change: "Large filters become stacks of small ones, which see as far with fewer weights." },
    ],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/vgg/recipes"),
});

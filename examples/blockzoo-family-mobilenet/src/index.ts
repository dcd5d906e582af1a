import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { layers224, MobileNet, SeparableConvolution, type MobileNetOptions, type SeparableLayer } from "./mobilenet.js";

/** MobileNet, and a small one of the same layers. */
export const mobilenet = defineFamily({
  name: "mobilenet",
  title: "MobileNet",
  papers: [
    {
      authors: "A. G. Howard, M. Zhu, B. Chen, D. Kalenichenko, W. Wang, T. Weyand, M. Andreetto, H. Adam",
      title: "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications",
      year: 2017,
      venue: "arXiv 1704.04861",
      url: "https://arxiv.org/abs/1704.04861",
    },
  ],
  variants,
  weights,
  recipes: () => import("blockzoo-family-mobilenet/recipes"),
});

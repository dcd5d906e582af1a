import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { DeconvNet, dense, pointwise, type DeconvNetOptions } from "./deconvnet.js";
export { atCorner, bySwitches, type Pooled, type Unpooling } from "./unpooling.js";

/** Deconvolution networks: segmentation that unpools by switches. */
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
  ],
  task: "image-segmentation",
  variants,
  weights,
  recipes: () => import("@blockzoo/deconvnet/recipes"),
});

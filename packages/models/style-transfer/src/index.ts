import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { gramMatrix } from "./gram.js";
export { contentLoss, gramMatrices, styleLoss, type LayerWeights, type OfLayers } from "./losses.js";
export { relativeContentWeights, relativeStyleWeights, type ArraysOfLayers } from "./relative-weights.js";
export { totalVariation } from "./total-variation.js";
export { tapped, Trunk, type ComparedLayers, type TappedNetwork, type TrunkInput } from "./trunk.js";
export { StyleTransfer } from "./style-transfer.js";

/** Style transfer. */
export const styleTransfer = defineFamily({
  name: "style-transfer",
  title: "Style transfer",
  papers: [
    {
      authors: "Y. LeCun, B. Boser, J. S. Denker, D. Henderson, R. E. Howard, W. Hubbard, L. D. Jackel",
      title: "Backpropagation Applied to Handwritten Zip Code Recognition",
      year: 1989,
      venue: "Neural Computation 1(4)",
      url: "https://doi.org/10.1162/neco.1989.1.4.541",
    },
  ],
  variants,
  weights,
  recipes: () => import("@blockzoo/style-transfer/recipes"),
});

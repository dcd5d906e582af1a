import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { gramMatrix } from "./gram.js";
export { contentLoss, gramMatrices, styleLoss, type LayerWeights, type OfLayers } from "./losses.js";
export type { Manner, Painter, PaintOptions } from "./painting/index.js";
export { relativeContentWeights, relativeStyleWeights, type ArraysOfLayers } from "./relative-weights.js";
export { Stylist, type StylistOptions } from "./stylist.js";
export { TextureNetwork, type TextureNetworkOptions } from "./texture-network.js";
export type { Surface, Texturer, TextureRequest } from "./texturing/index.js";
export { totalVariation } from "./total-variation.js";
export { smallTrunk } from "./trunks/small.js";
export { trunkWeights } from "./trunks/trunk-weights.js";
export { vgg19Trunk } from "./trunks/vgg19.js";
export { tapped, Trunk, type ComparedLayers, type TappedNetwork, type TrunkInput } from "./trunk.js";

/** Pictures by the features of a network that sees: painted by optimisation, and by networks in one pass. */
export const styleTransfer = defineFamily({
  name: "style-transfer",
  title: "Style transfer",
  papers: [
    {
      authors: "L. A. Gatys, A. S. Ecker, M. Bethge",
      title: "A Neural Algorithm of Artistic Style",
      year: 2015,
      venue: "arXiv 1508.06576",
      url: "https://arxiv.org/abs/1508.06576",
    },
    {
      authors: "D. Ulyanov, V. Lebedev, A. Vedaldi, V. Lempitsky",
      title: "Texture Networks: Feed-forward Synthesis of Textures and Stylized Images",
      year: 2016,
      venue: "arXiv 1603.03417 (ICML 2016)",
      url: "https://arxiv.org/abs/1603.03417",
    },
    {
      authors: "J. Johnson, A. Alahi, L. Fei-Fei",
      title: "Perceptual Losses for Real-Time Style Transfer and Super-Resolution",
      year: 2016,
      venue: "arXiv 1603.08155 (ECCV 2016)",
      url: "https://arxiv.org/abs/1603.08155",
    },
  ],
  lineage: {
    idea: "A photograph painted in the manner of a painting.",
    ancestors: [
      {
        family: "vgg",
        change: "Its weights stay as they are: it judges how like two pictures are, in content and in style.",
      },
    ],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/style-transfer/recipes"),
});

import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { auxiliaryLoss, type WithAuxiliary } from "./auxiliary.js";
export { ConvolutionUnit, type ConvolutionUnitOptions } from "./convolution-unit.js";
export {
  AuxiliaryHead,
  GoogLeNet,
  Inception,
  type GoogLeNetForm,
  type GoogLeNetOptions,
  type HeadOptions,
  type ModuleSizes,
} from "./googlenet.js";
export { InceptionV3, InceptionV3Head, Mixed, type InceptionV3Options } from "./inception-v3.js";
export type { Branch, Link, ModuleShape } from "./inception-v3-modules.js";
export { transformInput } from "./transform-input.js";
export { forms, heads, mini, miniHead, table1 } from "./variants.js";

/** GoogLeNet, as published and in torchvision's form, and Inception v3. */
export const inception = defineFamily({
  name: "inception",
  title: "Inception",
  papers: [
    {
      authors: "C. Szegedy, W. Liu, Y. Jia, P. Sermanet, S. Reed, D. Anguelov, D. Erhan, V. Vanhoucke, A. Rabinovich",
      title: "Going Deeper with Convolutions",
      year: 2014,
      venue: "arXiv 1409.4842 (CVPR 2015)",
      url: "https://arxiv.org/abs/1409.4842",
    },
    {
      authors: "C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna",
      title: "Rethinking the Inception Architecture for Computer Vision",
      year: 2015,
      venue: "arXiv 1512.00567 (CVPR 2016)",
      url: "https://arxiv.org/abs/1512.00567",
    },
  ],
  lineage: {
    idea: "Each module looks at several scales side by side.",
    ancestors: [
      {
        family: "alexnet",
        change: "Branches of several sizes, made cheap by 1x1 convolutions, and almost no dense layers.",
      },
    ],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/inception/recipes"),
});

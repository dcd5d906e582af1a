import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { digitCodes } from "./digit-codes.js";
export { CodeDistances, connectionTable, LeNet5, PartialConvolution, squash } from "./lenet5.js";
export { LeNet5Modern } from "./lenet5-modern.js";

/** LeNet-5 as published in 1998, and in its modern form. */
export const lenet = defineFamily({
  name: "lenet",
  title: "LeNet-5",
  papers: [
    {
      authors: "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner",
      title: "Gradient-Based Learning Applied to Document Recognition",
      year: 1998,
      venue: "Proceedings of the IEEE 86(11)",
      url: "http://yann.lecun.com/exdb/publis/pdf/lecun-98.pdf",
    },
  ],
  lineage: {
    idea: "Small filters, shared over the picture, and subsampling, in turns.",
    ancestors: [
      { family: "mlp", change: "A unit sees a small part of the picture, and all places share its weights." },
    ],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/lenet/recipes"),
});

import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { TemplateNet } from "./template-net.js";

/** Template net. */
export const templateNet = defineFamily({
  name: "template-net",
  title: "Template net",
  papers: [
    {
      authors: "Y. LeCun, B. Boser, J. S. Denker, D. Henderson, R. E. Howard, W. Hubbard, L. D. Jackel",
      title: "Backpropagation Applied to Handwritten Zip Code Recognition",
      year: 1989,
      venue: "Neural Computation 1(4)",
      url: "https://doi.org/10.1162/neco.1989.1.4.541",
    },
  ],
  lineage: {
    idea: "Filters that are shared over the picture, learned by backpropagation from its pixels alone.",
    ancestors: [],
  },
  variants,
  weights,
  recipes: () => import("blockzoo-family-template-net/recipes"),
});

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
      authors: "D. E. Rumelhart, G. E. Hinton, R. J. Williams",
      title: "Learning representations by back-propagating errors",
      year: 1986,
      venue: "Nature 323",
      url: "https://doi.org/10.1038/323533a0",
    },
  ],
  lineage: {
    idea: "Hidden layers that learn by the error sent back through them.",
    ancestors: [],
  },
  variants,
  weights,
  recipes: () => import("blockzoo-family-template-net/recipes"),
});

import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { Mlp, type MlpOptions } from "./mlp.js";

/** Multi-layer perceptrons, and the linear classifiers they are measured against. */
export const mlp = defineFamily({
  name: "mlp",
  title: "Multi-layer perceptron",
  papers: [
    {
      authors: "D. E. Rumelhart, G. E. Hinton, R. J. Williams",
      title: "Learning representations by back-propagating errors",
      year: 1986,
      venue: "Nature 323",
      url: "https://doi.org/10.1038/323533a0",
    },
  ],
  lineage: { idea: "Hidden layers that learn by the error sent back through them.", ancestors: [] },
  variants,
  weights,
  recipes: () => import("@blockzoo/mlp/recipes"),
});

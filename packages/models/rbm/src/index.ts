import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { checkVisible } from "./check-visible.js";
export { contrastiveDivergence, persistentChain, type ContrastiveDivergenceOptions } from "./contrastive-divergence.js";
export { firstVisibleBias } from "./first-visible-bias.js";
export {
  annealedImportanceSampling,
  type AnnealingOptions,
  type PartitionEstimate,
} from "./likelihood/annealed-importance-sampling.js";
export { exactLogLikelihoods, exactLogPartition } from "./likelihood/exact.js";
export { logLikelihood, logPartition } from "./likelihood/log-partition.js";
export {
  imageSampling,
  type ImageSampler,
  type Pictures,
  type SampleOptions,
  type WatchedStep,
  type WatchOptions,
} from "./image-sampling/index.js";
export { Rbm, type GibbsStep, type RbmOptions } from "./rbm.js";
export type { UnitKind } from "./units.js";

/** Restricted Boltzmann machines: distributions that are learned without labels, and drawn from. */
export const rbm = defineFamily({
  name: "rbm",
  title: "RBM",
  papers: [
    {
      authors: "G. E. Hinton",
      title: "Training Products of Experts by Minimizing Contrastive Divergence",
      year: 2002,
      venue: "Neural Computation 14(8)",
      url: "https://doi.org/10.1162/089976602760128018",
    },
    {
      authors: "G. E. Hinton",
      title: "A Practical Guide to Training Restricted Boltzmann Machines",
      year: 2010,
      venue: "UTML TR 2010-003",
    },
    {
      authors: "T. Tieleman",
      title: "Training Restricted Boltzmann Machines using Approximations to the Likelihood Gradient",
      year: 2008,
      venue: "ICML 2008",
    },
    {
      authors: "R. Salakhutdinov, I. Murray",
      title: "On the Quantitative Analysis of Deep Belief Networks",
      year: 2008,
      venue: "ICML 2008",
    },
  ],
  variants,
  weights,
  recipes: () => import("@blockzoo/rbm/recipes"),
});

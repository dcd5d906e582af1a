import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { checkVisible } from "./check-visible.js";
export { contrastiveDivergence, persistentChain, type ContrastiveDivergenceOptions } from "./contrastive-divergence.js";
export {
  ConvolutionalDbn,
  type ConvolutionalDbnOptions,
  type ConvolutionalLayer,
} from "./convolutional/convolutional-dbn.js";
export { ConvolutionalRbm, type ConvolutionalRbmOptions } from "./convolutional/convolutional-rbm.js";
export {
  logPartitionOfBlocks,
  probabilisticMaxPooling,
  sampleBlocks,
  type PooledProbabilities,
} from "./convolutional/probabilistic-max-pooling.js";
export { sparsityPenalty, type SparsityOptions } from "./convolutional/sparsity-penalty.js";
export { AssociativeMemory, type AssociativeMemoryOptions, type MemoryStep } from "./dbn/associative-memory.js";
export { DbnClassifier, unrolled, type DbnClassifierOptions } from "./dbn/dbn-classifier.js";
export { DbnGenerator, type DbnGeneratorOptions } from "./dbn/dbn-generator.js";
export { Dbn } from "./dbn/dbn.js";
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

/** Restricted Boltzmann machines, and deep belief networks of them: distributions that are learned without labels, and drawn from. */
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
    {
      authors: "G. E. Hinton, S. Osindero, Y.-W. Teh",
      title: "A Fast Learning Algorithm for Deep Belief Nets",
      year: 2006,
      venue: "Neural Computation 18(7)",
      url: "https://doi.org/10.1162/neco.2006.18.7.1527",
    },
    {
      authors: "H. Lee, R. Grosse, R. Ranganath, A. Y. Ng",
      title: "Convolutional Deep Belief Networks for Scalable Unsupervised Learning of Hierarchical Representations",
      year: 2009,
      venue: "ICML 2009",
      url: "https://doi.org/10.1145/1553374.1553453",
    },
  ],
  lineage: {
    idea: "Learns what data look like, without labels, by comparing them with what it dreams.",
    ancestors: [],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/rbm/recipes"),
});

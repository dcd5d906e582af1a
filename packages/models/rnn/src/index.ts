import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { AlternatingLSTM, type AlternatingLSTMOptions } from "./alternating-lstm.js";
export { CharacterModel, type CharacterModelOptions, type CharacterScores } from "./character-model.js";
export { GridLSTMImage, type GridLSTMImageOptions } from "./grid-image.js";
export { GridLSTMBlock, type GridDimension, type GridLSTMOptions, type GridSides } from "./grid-lstm.js";
export {
  DeepGridLSTM,
  GridLSTMSequence,
  type DeepGridLSTMOptions,
  type GridLSTMSequenceOptions,
} from "./grid-networks.js";
export { Forecaster, type ForecasterOptions } from "./forecaster.js";
export { SequenceRegressor, SequenceTagger, type SequenceNet } from "./sequence-nets.js";
export { TextClassifier, TokenTagger, type TextNetOptions } from "./text-nets.js";

/** Recurrent nets: plain, gated, in both directions, and on grids. */
export const rnn = defineFamily({
  name: "rnn",
  title: "Recurrent nets",
  papers: [
    {
      authors: "J. L. Elman",
      title: "Finding structure in time",
      year: 1990,
      venue: "Cognitive Science 14(2)",
      url: "https://doi.org/10.1207/s15516709cog1402_1",
    },
    {
      authors: "S. Hochreiter, J. Schmidhuber",
      title: "Long short-term memory",
      year: 1997,
      venue: "Neural Computation 9(8)",
      url: "https://doi.org/10.1162/neco.1997.9.8.1735",
    },
    {
      authors: "K. Cho, B. van Merriënboer, C. Gulcehre, D. Bahdanau, F. Bougares, H. Schwenk, Y. Bengio",
      title: "Learning phrase representations using RNN encoder-decoder for statistical machine translation",
      year: 2014,
      venue: "EMNLP 2014",
      url: "https://arxiv.org/abs/1406.1078",
    },
    {
      authors: "A. Graves",
      title: "Generating sequences with recurrent neural networks",
      year: 2013,
      venue: "arXiv",
      url: "https://arxiv.org/abs/1308.0850",
    },
    {
      authors: "J. Zhou, W. Xu",
      title: "End-to-end learning of semantic role labeling using recurrent neural networks",
      year: 2015,
      venue: "ACL 2015",
      url: "https://aclanthology.org/P15-1109/",
    },
    {
      authors: "N. Kalchbrenner, I. Danihelka, A. Graves",
      title: "Grid long short-term memory",
      year: 2015,
      venue: "ICLR 2016",
      url: "https://arxiv.org/abs/1507.01526",
    },
    {
      authors: "G.-B. Zhou, J. Wu, C.-L. Zhang, Z.-H. Zhou",
      title: "Minimal gated unit for recurrent neural networks",
      year: 2016,
      venue: "International Journal of Automation and Computing 13(3)",
      url: "https://arxiv.org/abs/1603.09420",
    },
    {
      authors: "K. S. Tai, R. Socher, C. D. Manning",
      title: "Improved semantic representations from tree-structured long short-term memory networks",
      year: 2015,
      venue: "ACL 2015",
      url: "https://arxiv.org/abs/1503.00075",
    },
    {
      authors: "Z. Huang, W. Xu, K. Yu",
      title: "Bidirectional LSTM-CRF models for sequence tagging",
      year: 2015,
      venue: "arXiv 1508.01991",
      url: "https://arxiv.org/abs/1508.01991",
    },
    {
      authors: "F. A. Gers, D. Eck, J. Schmidhuber",
      title: "Applying LSTM to time series predictable through time-window approaches",
      year: 2001,
      venue: "ICANN 2001",
      url: "https://doi.org/10.1007/3-540-44668-0_93",
    },
  ],
  lineage: {
    idea: "A state that goes from step to step, and gates that decide what it keeps.",
    ancestors: [{ family: "mlp", change: "The hidden layer is fed back to itself, so that what came before counts." }],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/rnn/recipes"),
});

import type { FamilySummary } from "@blockzoo/zoo";

/** What is known of a family before it is built. */
export type PlannedFamily = Required<Pick<FamilySummary, "title" | "paper" | "lineage">>;

/** Families of the literature that are not built yet, by the name that they will have. */
export const planned: Readonly<Record<string, PlannedFamily>> = {
  tdnn: {
    title: "Time-delay networks",
    paper: {
      authors: "A. Waibel, T. Hanazawa, G. Hinton, K. Shikano, K. J. Lang",
      title: "Phoneme Recognition Using Time-Delay Neural Networks",
      year: 1989,
      venue: "IEEE Transactions on Acoustics, Speech, and Signal Processing 37(3)",
    },
    lineage: {
      idea: "Convolution over time, for phonemes.",
      ancestors: [{ family: "mlp", change: "The same weights look at each moment of a sound." }],
    },
  },
  "cellular-encoding": {
    title: "Cellular encoding",
    paper: {
      authors: "F. Gruau, J.-Y. Ratajszczak, G. Wiber",
      title: "A neural compiler",
      year: 1995,
      venue: "Theoretical Computer Science 141",
    },
    lineage: { idea: "A program is compiled to a network that computes the same.", ancestors: [] },
  },
  reservoirs: {
    title: "Echo state networks",
    paper: {
      authors: "H. Jaeger",
      title: "The “echo state” approach to analysing and training recurrent neural networks",
      year: 2001,
      venue: "GMD Report 148",
    },
    lineage: {
      idea: "A large random network that echoes its input; only what reads it is learned.",
      ancestors: [{ family: "rnn", change: "Its recurrent weights are drawn, and stay as they are." }],
    },
  },
  neat: {
    title: "Evolved topologies",
    paper: {
      authors: "K. O. Stanley, R. Miikkulainen",
      title: "Evolving Neural Networks through Augmenting Topologies",
      year: 2002,
      venue: "Evolutionary Computation 10(2)",
    },
    lineage: { idea: "Networks that grow over generations, starting with no hidden unit.", ancestors: [] },
  },
  trees: {
    title: "Recursive networks",
    paper: {
      authors: "R. Socher, C. C.-Y. Lin, A. Y. Ng, C. D. Manning",
      title: "Parsing Natural Scenes and Natural Language with Recursive Neural Networks",
      year: 2011,
      venue: "ICML 2011",
    },
    lineage: {
      idea: "One network, applied at each fork of a tree.",
      ancestors: [{ family: "rnn", change: "The state goes up a tree instead of along a line." }],
    },
  },
  capsules: {
    title: "Transforming autoencoders",
    paper: {
      authors: "G. E. Hinton, A. Krizhevsky, S. D. Wang",
      title: "Transforming Auto-encoders",
      year: 2011,
      venue: "ICANN 2011",
    },
    lineage: {
      idea: "Capsules that say whether a thing is there, and in which pose.",
      ancestors: [{ family: "autoencoder", change: "A shift of the picture is given, and the code has to follow it." }],
    },
  },
  memory: {
    title: "Neural Turing machine",
    paper: {
      authors: "A. Graves, G. Wayne, I. Danihelka",
      title: "Neural Turing Machines",
      year: 2014,
      venue: "arXiv 1410.5401",
      url: "https://arxiv.org/abs/1410.5401",
    },
    lineage: {
      idea: "A memory that is read and written by attention: it learns to copy and to sort.",
      ancestors: [{ family: "rnn", change: "What it has to keep stands in a table beside it." }],
    },
  },
  glimpses: {
    title: "Visual attention",
    paper: {
      authors: "V. Mnih, N. Heess, A. Graves, K. Kavukcuoglu",
      title: "Recurrent Models of Visual Attention",
      year: 2014,
      venue: "arXiv 1406.6247",
      url: "https://arxiv.org/abs/1406.6247",
    },
    lineage: {
      idea: "Looks at a picture by glimpses, and decides where to look next.",
      ancestors: [{ family: "rnn", change: "A step is a glimpse, whose place the last state has chosen." }],
    },
  },
  "domain-adaptation": {
    title: "Domain adaptation",
    paper: {
      authors: "Y. Ganin, V. Lempitsky",
      title: "Unsupervised Domain Adaptation by Backpropagation",
      year: 2014,
      venue: "arXiv 1409.7495",
      url: "https://arxiv.org/abs/1409.7495",
    },
    lineage: {
      idea: "Features that do not tell from which of two collections a picture comes.",
      ancestors: [{ family: "alexnet", change: "A second head, whose gradient is turned around." }],
    },
  },
  video: {
    title: "Two-stream networks",
    paper: {
      authors: "K. Simonyan, A. Zisserman",
      title: "Two-Stream Convolutional Networks for Action Recognition in Videos",
      year: 2014,
      venue: "arXiv 1406.2199",
      url: "https://arxiv.org/abs/1406.2199",
    },
    lineage: {
      idea: "One network sees a frame, another how things move.",
      ancestors: [{ family: "alexnet", change: "A twin that is given the optical flow of ten frames." }],
    },
  },
  captioning: {
    title: "Captioning",
    paper: {
      authors: "O. Vinyals, A. Toshev, S. Bengio, D. Erhan",
      title: "Show and Tell: A Neural Image Caption Generator",
      year: 2014,
      venue: "arXiv 1411.4555",
      url: "https://arxiv.org/abs/1411.4555",
    },
    lineage: {
      idea: "Says in a sentence what a picture shows.",
      ancestors: [
        { family: "inception", change: "Its features are the first word." },
        { family: "seq2seq", change: "What reads is a network for pictures." },
      ],
    },
  },
  highway: {
    title: "Highway networks",
    paper: {
      authors: "R. K. Srivastava, K. Greff, J. Schmidhuber",
      title: "Highway Networks",
      year: 2015,
      venue: "arXiv 1505.00387",
      url: "https://arxiv.org/abs/1505.00387",
    },
    lineage: {
      idea: "Gates decide how much of a layer's input goes past it.",
      ancestors: [{ family: "rnn", change: "The gates of an LSTM stand between layers, not between steps." }],
    },
  },
  "super-resolution": {
    title: "Super-resolution",
    paper: {
      authors: "J. Kim, J. K. Lee, K. M. Lee",
      title: "Deeply-Recursive Convolutional Network for Image Super-Resolution",
      year: 2015,
      venue: "arXiv 1511.04491",
      url: "https://arxiv.org/abs/1511.04491",
    },
    lineage: {
      idea: "A small picture becomes a large one, by one convolution applied sixteen times.",
      ancestors: [{ family: "vgg", change: "Its stack of 3x3 convolutions shares one filter bank." }],
    },
  },
  molecules: {
    title: "AtomNet",
    paper: {
      authors: "I. Wallach, M. Dzamba, A. Heifets",
      title:
        "AtomNet: A Deep Convolutional Neural Network for Bioactivity Prediction in Structure-based Drug Discovery",
      year: 2015,
      venue: "arXiv 1510.02855",
      url: "https://arxiv.org/abs/1510.02855",
    },
    lineage: {
      idea: "Convolution in space: does a molecule bind to a protein?",
      ancestors: [{ family: "alexnet", change: "Three dimensions instead of two, and atoms instead of colours." }],
    },
  },
  crmn: {
    title: "Residual memory",
    paper: {
      authors: "J. Moniz, C. Pal",
      title: "Convolutional Residual Memory Networks",
      year: 2016,
      venue: "arXiv 1606.05262",
      url: "https://arxiv.org/abs/1606.05262",
    },
    lineage: {
      idea: "An LSTM reads a deep network from layer to layer.",
      ancestors: [
        { family: "resnet", change: "Each of its layers is a step of a recurrent net." },
        { family: "rnn", change: "The sequence that it reads is the depth of another network." },
      ],
    },
  },
  "synthetic-gradients": {
    title: "Synthetic gradients",
    paper: {
      authors: "M. Jaderberg, W. M. Czarnecki, S. Osindero, O. Vinyals, A. Graves, D. Silver, K. Kavukcuoglu",
      title: "Decoupled Neural Interfaces using Synthetic Gradients",
      year: 2016,
      venue: "arXiv 1608.05343",
      url: "https://arxiv.org/abs/1608.05343",
    },
    lineage: {
      idea: "Layers guess their gradient, and do not wait for the others.",
      ancestors: [{ family: "mlp", change: "A small network beside each layer predicts its error." }],
    },
  },
  games: {
    title: "AlphaGo",
    paper: {
      authors: "D. Silver, A. Huang, C. J. Maddison and others",
      title: "Mastering the game of Go with deep neural networks and tree search",
      year: 2016,
      venue: "Nature 529",
      url: "https://doi.org/10.1038/nature16961",
    },
    lineage: {
      idea: "A policy and a value guide a search through the game.",
      ancestors: [
        {
          family: "alexnet",
          change: "No pooling: the board stays as it is, layer by layer, and moves are its classes.",
        },
      ],
    },
  },
};

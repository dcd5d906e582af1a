import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export type { Score, Selection } from "./attention.js";
export { BahdanauSeq2Seq, type BahdanauOptions } from "./bahdanau.js";
export { EncoderDecoder, type EncoderDecoderOptions } from "./encoder-decoder.js";
export { GNMT, type GNMTOptions } from "./gnmt.js";
export { LuongSeq2Seq, type LuongOptions } from "./luong.js";
export {
  SequenceNetwork,
  sequenceModes,
  type SequenceMode,
  type SequenceNetworkInputs,
  type SequenceNetworkOptions,
} from "./modes.js";
export { Seq2Seq, seq2seqGraphs, type Decoded } from "./seq2seq.js";
export { spanishEnglish } from "./spanish-english.js";

/** Networks that read a sequence and say another. */
export const seq2seq = defineFamily({
  name: "seq2seq",
  title: "Sequence to sequence",
  papers: [
    {
      authors: "K. Cho, B. van Merriënboer, C. Gulcehre, D. Bahdanau, F. Bougares, H. Schwenk, Y. Bengio",
      title: "Learning phrase representations using RNN encoder-decoder for statistical machine translation",
      year: 2014,
      venue: "EMNLP 2014",
      url: "https://arxiv.org/abs/1406.1078",
    },
    {
      authors: "I. Sutskever, O. Vinyals, Q. V. Le",
      title: "Sequence to sequence learning with neural networks",
      year: 2014,
      venue: "NIPS 2014",
      url: "https://arxiv.org/abs/1409.3215",
    },
    {
      authors: "D. Bahdanau, K. Cho, Y. Bengio",
      title: "Neural machine translation by jointly learning to align and translate",
      year: 2015,
      venue: "ICLR 2015",
      url: "https://arxiv.org/abs/1409.0473",
    },
    {
      authors: "M.-T. Luong, H. Pham, C. D. Manning",
      title: "Effective approaches to attention-based neural machine translation",
      year: 2015,
      venue: "EMNLP 2015",
      url: "https://arxiv.org/abs/1508.04025",
    },
    {
      authors:
        "Y. Wu, M. Schuster, Z. Chen, Q. V. Le, M. Norouzi, W. Macherey, M. Krikun, Y. Cao, Q. Gao, K. Macherey and others",
      title: "Google's neural machine translation system: bridging the gap between human and machine translation",
      year: 2016,
      venue: "arXiv 1609.08144",
      url: "https://arxiv.org/abs/1609.08144",
    },
  ],
  lineage: {
    idea: "One network reads, another writes; attention lets it look back.",
    ancestors: [{ family: "rnn", change: "Two of them: the last state of one is the first of the other." }],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/seq2seq/recipes"),
});

import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { AlexNet, type AlexNetOptions } from "./alexnet.js";
export { OneTowerAlexNet, type OneTowerAlexNetOptions } from "./alexnet-one-tower.js";

/** AlexNet as published in 2012, in torchvision's form, and small. */
export const alexnet = defineFamily({
  name: "alexnet",
  title: "AlexNet",
  papers: [
    {
      authors: "A. Krizhevsky, I. Sutskever, G. E. Hinton",
      title: "ImageNet Classification with Deep Convolutional Neural Networks",
      year: 2012,
      venue: "NIPS 2012",
      url: "https://papers.nips.cc/paper/2012/hash/c399862d3b9d6b76c8436e924a68c45b-Abstract.html",
    },
    {
      authors: "A. Krizhevsky",
      title: "One weird trick for parallelizing convolutional neural networks",
      year: 2014,
      venue: "arXiv 1404.5997",
      url: "https://arxiv.org/abs/1404.5997",
    },
  ],
  lineage: {
    idea: "Five convolutions and three dense layers, learned from a million photographs.",
    ancestors: [
      { family: "lenet", change: "Deeper and much wider, with rectifiers and dropout, trained on two GPUs." },
    ],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/alexnet/recipes"),
});

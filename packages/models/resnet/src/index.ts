import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { CifarResNet, type CifarResNetOptions, type Shortcut } from "./cifar-resnet.js";
export { BasicBlock, Bottleneck, ResNet, type ResNetOptions } from "./resnet.js";

/** Deep residual networks: 18 to 152 layers for ImageNet, 20 to 110 for CIFAR, and their plain twins. */
export const resnet = defineFamily({
  name: "resnet",
  title: "ResNet",
  papers: [
    {
      authors: "K. He, X. Zhang, S. Ren, J. Sun",
      title: "Deep Residual Learning for Image Recognition",
      year: 2015,
      venue: "arXiv 1512.03385 (CVPR 2016)",
      url: "https://arxiv.org/abs/1512.03385",
    },
  ],
  lineage: {
    idea: "Layers learn what to add to what goes past them, so that a hundred of them learn.",
    ancestors: [
      { family: "vgg", change: "Shortcuts past every two or three layers, batch normalisation, one dense layer." },
    ],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/resnet/recipes"),
});

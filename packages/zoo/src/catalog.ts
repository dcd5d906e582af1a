// Made by tooling/generate/zoo/write-catalog.mjs from packages/models: do not edit.
import type { Family } from "@blockzoo/family";

/** What a family has, by id, and how to load it. */
export interface CatalogEntry {
  readonly variants: readonly string[];
  readonly weights: readonly string[];
  readonly recipes: readonly string[];
  /** Ids of variants by their other spellings. */
  readonly aliases: Readonly<Record<string, string>>;
  load(): Promise<Family>;
}

export const catalog: Readonly<Record<string, CatalogEntry>> = {
  alexnet: {
    variants: ["alexnet-2012", "alexnet", "alexnet-mini"],
    weights: ["alexnet-mini.glyphs"],
    recipes: ["alexnet-mini.glyphs", "alexnet-mini.rectifiers"],
    aliases: {},
    load: async () => (await import("@blockzoo/alexnet")).alexnet,
  },
  ctc: {
    variants: ["ctc-tones", "ctc-digits"],
    weights: [],
    recipes: ["ctc-tones.tones"],
    aliases: {},
    load: async () => (await import("@blockzoo/ctc")).ctc,
  },
  deconvnet: {
    variants: ["deconvnet", "deconvnet-mini", "chair-generator", "chair-generator-mini"],
    weights: ["deconvnet-mini.outlines", "chair-generator-mini.views"],
    recipes: ["deconvnet-mini.outlines", "chair-generator-mini.views"],
    aliases: {},
    load: async () => (await import("@blockzoo/deconvnet")).deconvnet,
  },
  detection: {
    variants: ["heat-detector", "roi-detector"],
    weights: ["heat-detector.one-shape", "roi-detector.one-shape"],
    recipes: ["heat-detector.one-shape", "roi-detector.one-shape"],
    aliases: {},
    load: async () => (await import("@blockzoo/detection")).detection,
  },
  fcn: {
    variants: [
      "fcn-32s",
      "fcn-16s",
      "fcn-8s",
      "fcn-resnet50",
      "fcn-resnet101",
      "fcn-mini",
      "fcn-mini-1skip",
      "fcn-mini-0skips",
      "fcn-mini-nuclei",
      "heat-map-mini",
    ],
    weights: ["fcn-mini.shapes", "heat-map-mini.glyphs"],
    recipes: ["fcn-mini.shapes", "fcn-mini-1skip.shapes", "heat-map-mini.glyphs", "fcn-mini-nuclei.nuclei"],
    aliases: { fcn_resnet50: "fcn-resnet50", fcn_resnet101: "fcn-resnet101" },
    load: async () => (await import("@blockzoo/fcn")).fcn,
  },
  inception: {
    variants: [
      "googlenet",
      "googlenet-auxiliary",
      "googlenet-2014",
      "googlenet-2014-auxiliary",
      "inception-v3",
      "inception-v3-auxiliary",
      "inception-mini",
      "inception-mini-auxiliary",
    ],
    weights: ["inception-mini.glyphs"],
    recipes: ["inception-mini.glyphs", "inception-mini-auxiliary.glyphs"],
    aliases: { inception_v3: "inception-v3" },
    load: async () => (await import("@blockzoo/inception")).inception,
  },
  lenet: {
    variants: ["lenet5", "lenet5-1998"],
    weights: ["lenet5.mnist", "lenet5.fashion-mnist", "lenet5.glyphs", "lenet5-1998.glyphs"],
    recipes: ["lenet5.glyphs", "lenet5-1998.glyphs", "lenet5.mnist", "lenet5.fashion-mnist"],
    aliases: {},
    load: async () => (await import("@blockzoo/lenet")).lenet,
  },
  mlp: {
    variants: ["mlp", "mlp-moons", "linear-moons", "mlp-glyphs", "linear-glyphs"],
    weights: ["mlp.iris"],
    recipes: ["mlp.iris", "mlp-moons.moons", "linear-moons.moons", "mlp-glyphs.glyphs", "linear-glyphs.glyphs"],
    aliases: {},
    load: async () => (await import("@blockzoo/mlp")).mlp,
  },
  resnet: {
    variants: [
      "resnet18",
      "resnet34",
      "resnet50",
      "resnet101",
      "resnet152",
      "resnet50-v1",
      "resnet101-v1",
      "resnet152-v1",
      "resnet20",
      "resnet32",
      "resnet44",
      "resnet56",
      "resnet110",
      "resnet20-b",
      "resnet56-b",
      "plain20",
      "plain56",
      "resnet20-mini",
      "resnet56-mini",
    ],
    weights: ["resnet20-mini.glyphs"],
    recipes: ["resnet20-mini.glyphs", "resnet56-mini.glyphs", "resnet20.cifar10"],
    aliases: {},
    load: async () => (await import("@blockzoo/resnet")).resnet,
  },
  vgg: {
    variants: [
      "vgg11",
      "vgg13",
      "vgg16-c",
      "vgg16",
      "vgg19",
      "vgg11-bn",
      "vgg13-bn",
      "vgg16-bn",
      "vgg19-bn",
      "vgg-mini-a",
      "vgg-mini-a-bn",
      "vgg-mini-d",
    ],
    weights: ["vgg-mini-a.glyphs", "vgg-mini-d.glyphs"],
    recipes: [
      "vgg-mini-a.glyphs",
      "vgg-mini-d.glyphs",
      "vgg-mini-a.letters",
      "vgg-mini-a.letters-fine-tuned",
      "vgg-mini-a.textures",
      "vgg-mini-a.fashion-mnist",
      "vgg-mini-a-bn.fashion-mnist",
    ],
    aliases: { vgg11_bn: "vgg11-bn", vgg13_bn: "vgg13-bn", vgg16_bn: "vgg16-bn", vgg19_bn: "vgg19-bn" },
    load: async () => (await import("@blockzoo/vgg")).vgg,
  },
};

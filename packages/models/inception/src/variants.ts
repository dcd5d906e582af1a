import { float32 } from "@blockzoo/core";
import type { ImagePreprocessing } from "@blockzoo/data/images";
import { forward, type Variant } from "@blockzoo/family";
import { imageClassification } from "@blockzoo/tasks/image-classification";
import { imageNetLabels, imageNetPreprocessing } from "@blockzoo/tasks/imagenet";
import {
  GoogLeNet,
  type GoogLeNetForm,
  type GoogLeNetOptions,
  type HeadOptions,
  type ModuleSizes,
} from "./googlenet.js";
import { InceptionV3 } from "./inception-v3.js";

const task = imageClassification();

/** Table 1 of Szegedy et al. 2014: #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj. */
export const table1 = {
  "3a": [64, 96, 128, 16, 32, 32],
  "3b": [128, 128, 192, 32, 96, 64],
  "4a": [192, 96, 208, 16, 48, 64],
  "4b": [160, 112, 224, 24, 64, 64],
  "4c": [128, 128, 256, 24, 64, 64],
  "4d": [112, 144, 288, 32, 64, 64],
  "4e": [256, 160, 320, 32, 128, 128],
  "5a": [256, 160, 320, 32, 128, 128],
  "5b": [384, 192, 384, 48, 128, 128],
} as const satisfies Readonly<Record<string, ModuleSizes>>;

const full = { modules: table1, stem: { kernel: 7, stride: 2, channels: [64, 64, 192] } } as const;

/** What the paper and torchvision have differently. */
export const forms = {
  published: { normalization: "lrn", kernels: [3, 5, 3], pools: [3, 3, 3, 3], dropout: 0.4 },
  torchvision: { normalization: "batch", kernels: [3, 3, 3], pools: [3, 3, 3, 2], dropout: 0.2 },
} as const satisfies Readonly<Record<string, GoogLeNetForm>>;

const head = { after: ["4a", "4d"], channels: 128, units: 1024, dropout: 0.7 } as const;

/** The two auxiliary heads of section 5. */
export const heads = {
  published: { ...head, pool: "5x5" },
  torchvision: { ...head, pool: "adaptive" },
} as const satisfies Readonly<Record<keyof typeof forms, HeadOptions>>;

/** Three modules of about an eighth of the channels for grey images of 32x32: the size at which the claims are tested. */
export const mini = {
  channels: 1,
  classes: 10,
  stem: { kernel: 3, stride: 1, channels: [16, 8, 24] },
  modules: { "3a": [8, 12, 16, 2, 4, 4], "3b": [16, 16, 24, 4, 12, 8], "4a": [24, 12, 26, 2, 6, 8] },
  form: { normalization: "none", kernels: [3, 5, 3], pools: [2, 2, 2], dropout: 0 },
} as const satisfies GoogLeNetOptions;

/** A head after the second module of {@link mini}. */
export const miniHead: HeadOptions = { after: ["3b"], pool: "adaptive", channels: 16, units: 32, dropout: 0.3 };

/** Of weights ported from TensorFlow, which torchvision's are: see transformInput for the way that torchvision goes. */
const half = { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] } as const;
const ported = { ...imageNetPreprocessing, ...half };
const ported299 = { ...ported, resize: 342, crop: [299, 299] } as const;

type ImageNetVariant = Pick<Variant, "summary" | "create" | "params" | "aliases" | "unusedBlocks"> & {
  readonly preprocessing: ImagePreprocessing;
};

function imageNet({ preprocessing, ...variant }: ImageNetVariant): Variant<typeof task> {
  const meaning = { preprocessing, labels: imageNetLabels };
  return { ...variant, task, graphs: forward({ input: float32("N", 3, "H", "W") }, "logits"), meaning };
}

function glyphs(variant: Pick<Variant, "summary" | "create" | "params">): Variant<typeof task> {
  return { ...variant, task, graphs: forward({ input: float32("N", 1, 32, 32) }, "logits") };
}

export const variants = {
  googlenet: imageNet({
    summary: "torchvision's form: batch normalisation, 3x3 kernels in the branch called 5x5",
    create: () => new GoogLeNet({ ...full, form: forms.torchvision }),
    params: 6_624_904,
    preprocessing: ported,
    unusedBlocks: ["aux1", "aux2"],
  }),
  "googlenet-auxiliary": imageNet({
    summary: "torchvision's form with its two auxiliary heads, as in its weight files",
    create: () => new GoogLeNet({ ...full, form: forms.torchvision, heads: heads.torchvision }),
    params: 13_004_888,
    preprocessing: ported,
  }),
  "googlenet-2014": imageNet({
    summary: "as published: true 5x5 kernels, local response normalisation, no batch normalisation",
    create: () => new GoogLeNet({ ...full, form: forms.published }),
    params: 6_998_552,
    preprocessing: imageNetPreprocessing,
  }),
  "googlenet-2014-auxiliary": imageNet({
    summary: "as published, with the two auxiliary heads that it is trained with",
    create: () => new GoogLeNet({ ...full, form: forms.published, heads: heads.published }),
    params: 13_378_280,
    preprocessing: imageNetPreprocessing,
  }),
  "inception-v3": imageNet({
    summary: "Inception v3 in torchvision's form: factorised convolutions, 299x299 images",
    create: () => new InceptionV3(),
    aliases: ["inception_v3"],
    params: 23_834_568,
    preprocessing: ported299,
    unusedBlocks: ["AuxLogits"],
  }),
  "inception-v3-auxiliary": imageNet({
    summary: "Inception v3 with its auxiliary head, as in torchvision's weight files",
    create: () => new InceptionV3({ auxiliary: true }),
    params: 27_161_264,
    preprocessing: ported299,
  }),
  "inception-mini": glyphs({
    summary: "three modules with an eighth of the channels, for 32x32 grey images and ten classes",
    create: () => new GoogLeNet(mini),
    params: 17_386,
  }),
  "inception-mini-auxiliary": glyphs({
    summary: "the mini with an auxiliary head after its second module",
    create: () => new GoogLeNet({ ...mini, heads: miniHead }),
    params: 26_916,
  }),
} as const satisfies Readonly<Record<string, Variant>>;

/** Networks that make textures: how they learn, what is measured of them, and what they are compared with. */
import {
  Block,
  ndarray,
  Parameter,
  RandomStream,
  normal,
  sigmoid,
  sizeOf,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import type { BatchSource } from "@blockzoo/data";
import type { MeasureContext, Measurement, Recipe } from "@blockzoo/family";
import { adam, cosineSchedule, fit, fitContext, recipe, type LearnContext, type Learned } from "@blockzoo/train";
import { noiseOf } from "../src/texturing/texturer.js";
import { TextureNetwork } from "../src/texture-network.js";
import { eyeSettings, packagedEye } from "./eye.js";
import {
  firstWeights,
  lookAt,
  networkWeights,
  relativeStyleLoss,
  sizesCompared,
  styleLayers,
  styleOf,
  watched,
} from "./perceptual.js";
import { readPicture, type PictureFile, type PictureOptions } from "./pictures.js";

const scales = ["z1", "z2", "z3", "z4", "z5"] as const;

/** Height and width of the textures that are learned and measured. */
const side = 128;

/** So many textures are measured together. */
const samples = 4;

/** A texture, and how its recipe is called. */
export interface Texture {
  readonly tag: string;
  readonly file: PictureFile;
  readonly part: PictureOptions;
}

/** The part of the relative style loss that may be left. */
const atMost = 0.1;

/** What makes textures of noise, and how it learns. */
interface Maker {
  readonly named: string;
  readonly create: () => Block & { forward(...noise: readonly Tensor[]): Tensor };
  readonly steps: number;
  readonly learningRate: number;
  /** Noise is what it learns, in the place of the picture. */
  readonly learnsNoise?: true;
}

const fiveScales: Maker = {
  named: "five scales of 8 channels",
  create: () => new TextureNetwork(),
  steps: 400,
  learningRate: 0.01,
};

/** Pixels as parameters: the optimisation of one image, after Gatys, Ecker and Bethge 2015. */
class Canvas extends Block {
  readonly pixels = new Parameter([1, 3, side, side], normal({ deviation: 0.2 }));

  forward(): Tensor {
    return sigmoid(this.pixels);
  }
}

/** The largest noise as it is. */
class Noise extends Block {
  forward(z1: Tensor): Tensor {
    return z1;
  }
}

type Claim = Pick<Recipe, "id" | "claim" | "gate"> & Partial<Pick<Recipe, "baselines" | "ratios" | "control">>;

function makerRecipe({ file, part }: Texture, maker: Maker, claim: Claim): Recipe {
  const { named, steps, learningRate, learnsNoise } = maker;
  return recipe<NDArray>({
    ...claim,
    variant: "texture-network",
    reads: "photographs and paintings",
    settings: {
      file,
      ...part,
      network: named,
      side,
      samples,
      steps,
      learningRate,
      learnsNoise,
      styleLayers,
      sizesCompared,
      eyeSettings,
    },
    data: ({ data }) => readPicture(file, data, part),
    learn: (picture, context) => learn(maker, picture, context),
    measure: (weights, picture, context) => measure(maker, weights, picture, context),
  });
}

async function learn(maker: Maker, picture: NDArray, context: LearnContext): Promise<Learned> {
  const eye = await packagedEye();
  const model = watched(maker.create(), eye);
  const weights = firstWeights(model, eye, context.seeds.weightsSeed);
  if (maker.steps === 0) return { weights: networkWeights(weights), history: [], finished: true };
  const style = await styleOf(maker.learnsNoise ? noiseLike(picture) : picture, eye, context.backend);
  const { weights: learned, ...rest } = await fit<typeof model, Noises>(model, {
    ...fitContext(context),
    weights,
    data: noises(context.seeds.batchSeed),
    loss: ({ trunk, network }, batch) => relativeStyleLoss(paint(network, batch), trunk, style),
    optimizer: adam({ learningRate: maker.learningRate }),
    schedule: cosineSchedule({ floor: 0.05 }),
    steps: context.steps ?? maker.steps,
  });
  return { weights: networkWeights(learned), ...rest };
}

type Noises = Readonly<Record<(typeof scales)[number], Tensor>>;

function paint(maker: ReturnType<Maker["create"]>, batch: Noises): Tensor {
  return maker.forward(...scales.map((scale) => batch[scale]));
}

/** New noise at every step. */
function noises(seed: number): BatchSource {
  const stepsAnEpoch = 1000;
  return {
    batchSize: 1,
    batchesPerEpoch: stepsAnEpoch,
    async *epoch(index, from = 0) {
      for (let batch = from; batch < stepsAnEpoch; batch++) {
        yield noiseOf(scales, { width: side, height: side, seed: (seed * 1000 + index) * stepsAnEpoch + batch });
      }
    },
  };
}

/** Noise of the size of a picture. */
function noiseLike({ data, shape }: NDArray): NDArray {
  return ndarray(
    new RandomStream(0, "noise in the place of a picture").fillUniform(new Float32Array(data.length)),
    shape,
  );
}

/** The style loss of fresh textures, and how much they differ from each other. */
async function measure(
  maker: Maker,
  weights: StateDict,
  picture: NDArray,
  { backend, seed = 0 }: MeasureContext,
): Promise<Measurement> {
  const eye = await packagedEye();
  const style = await styleOf(picture, eye, backend);
  const model = watched(maker.create(), eye);
  const inputs = noiseOf(scales, { width: side, height: side, seed: -1 - seed, samples });
  const { images, styleLoss } = await lookAt(model, { eye, weights, backend, inputs }, (noise) => {
    const textures = paint(model.network, noise);
    return { images: textures, styleLoss: relativeStyleLoss(textures, model.trunk, style) };
  });
  return {
    metrics: { styleLoss: styleLoss.data[0]!, diversity: diversity(images) },
    figures: [{ kind: "images", title: "fresh textures", images, columns: samples }],
  };
}

/** The deviation of a pixel across images, the mean over pixels. */
function diversity({ data, shape }: NDArray): number {
  const [count, ...size] = shape as readonly [number, ...number[]];
  const values = sizeOf(size);
  let total = 0;
  for (let at = 0; at < values; at++) {
    const each = Array.from({ length: count }, (_, image) => data[image * values + at]!);
    const mean = each.reduce((sum, value) => sum + value, 0) / count;
    total += Math.sqrt(each.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  }
  return total / values;
}

/** The recipe of a texture: beside the network noise as it is, an image optimised for itself, and a network that learns noise. */
export function textureRecipe(texture: Texture): Recipe {
  const id = `texture-network.${texture.tag}`;
  const claim =
    "One pass makes of fresh noise what the optimisation of an image makes in a hundred steps, up to ten times its loss, and other " +
    "noise makes another piece of the texture (Ulyanov et al. 2016).";
  const gate = { metric: "styleLoss", atMost, and: { metric: "diversity", atLeast: 0.05 } };
  return makerRecipe(texture, fiveScales, {
    id,
    claim,
    gate,
    baselines: {
      noise: makerRecipe(
        texture,
        { named: "none: noise as it is", create: () => new Noise(), steps: 0, learningRate: 0 },
        { id: `${id}.noise`, claim: "Noise is no texture.", gate: { metric: "styleLoss", atLeast: 0.1 } },
      ),
      optimised: makerRecipe(
        texture,
        { named: "none: the pixels of one image", create: () => new Canvas(), steps: 100, learningRate: 0.05 },
        {
          id: `${id}.optimised`,
          claim: "The pixels of one image come as near in a hundred steps, by Adam, from noise.",
          gate: { metric: "styleLoss", atMost: 2 * atMost },
        },
      ),
    },
    ratios: [
      { to: "noise", atMost: 0.05 },
      { to: "optimised", atMost: 10 },
    ],
    control: makerRecipe(
      texture,
      { ...fiveScales, learnsNoise: true },
      { id: `${id}.control`, claim: "What has learned noise makes noise.", gate },
    ),
  });
}

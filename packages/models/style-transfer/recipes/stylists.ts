/** Networks that paint photographs: how they learn, and what is measured of them. */
import { add, Block, mul, ndarray, type Backend, type NDArray, type StateDict, type Tensor } from "@blockzoo/core";
import { batched } from "@blockzoo/data";
import type { MeasureContext, Measurement, Recipe } from "@blockzoo/family";
import { adam, cosineSchedule, fit, fitContext, recipe, type LearnContext, type Learned } from "@blockzoo/train";
import { Stylist } from "../src/stylist.js";
import { eyeSettings, packagedEye, type Eye } from "./eye.js";
import {
  contentLayer,
  contentOf,
  firstWeights,
  lookAt,
  networkWeights,
  relativeContentLoss,
  relativeStyleLoss,
  styleLayers,
  styleOf,
  watched,
  type Style,
  type Watched,
} from "./perceptual.js";
import { randomCrops, readPicture, type PictureFile, type PictureOptions } from "./pictures.js";

/** Height and width of the parts of photographs that are learned from, and of those that are measured. */
const sides = { learned: 128, measured: 192 } as const;

/** What is painted to learn it, photographs and pictures in the public domain, each in several sizes; and held-out photographs. */
const shown = {
  learned: [
    "scikit-image/astronaut.png",
    "scikit-image/camera.png",
    "scikit-image/hubble_deep_field.jpg",
    "scikit-image/rocket.jpg",
    "neural-style/shipwreck.jpg",
    "neural-style/the_scream.jpg",
    "neural-style/woman-with-hat-matisse.jpg",
  ],
  shorter: [192, 256, 384],
  heldOut: ["scikit-image/chelsea.png", "scikit-image/coffee.png"],
} as const;

/** A painting, and how its recipe is called. */
export interface Painting {
  readonly tag: string;
  readonly file: PictureFile;
  readonly part: PictureOptions;
  /** α, how much of the photograph is kept beside a style of 1. */
  readonly content: number;
}

/** The parts of the relative losses that may be left on held-out photographs. */
const atMost = { styleLoss: 0.2, contentLoss: 4 } as const;

interface Pictures {
  readonly painting: NDArray;
  readonly photographs: readonly NDArray[];
  /** [n, 3, 192, 192]. */
  readonly heldOut: NDArray;
}

/** What paints photographs, and how it learns. */
interface Training {
  readonly named: string;
  readonly create: () => Paints;
  /** How much the style counts beside the content. */
  readonly style: number;
  readonly steps: number;
}

type Paints = Block & { forward(photographs: Tensor): Tensor };

const stylist: Training = {
  named: "16, 32, 64 channels, 5 residual blocks",
  create: () => new Stylist(),
  style: 1,
  steps: 1000,
};
const learningRate = 2e-3;

type Claim = Pick<Recipe, "id" | "claim" | "gate"> & Partial<Pick<Recipe, "baselines" | "ratios" | "control">>;

function painterRecipe({ file, part, content }: Painting, training: Training, claim: Claim): Recipe {
  const { named, style, steps } = training;
  return recipe<Pictures>({
    ...claim,
    variant: "stylist",
    reads: "photographs and paintings",
    settings: {
      file,
      ...part,
      shown,
      sides,
      network: named,
      content,
      style,
      steps,
      learningRate,
      styleLayers,
      contentLayer,
      eyeSettings,
    },
    data: ({ data }) => read({ file, part }, data),
    learn: (pictures, context) => learn(training, content, pictures, context),
    measure: (weights, pictures, context) => measure(training, weights, pictures, context),
  });
}

async function read({ file, part }: Pick<Painting, "file" | "part">, data: string | undefined): Promise<Pictures> {
  const { learned, shorter, heldOut } = shown;
  const crop = [sides.measured, sides.measured] as const;
  const [painting, photographs, middles] = await Promise.all([
    readPicture(file, data, part),
    Promise.all(learned.flatMap((each) => shorter.map((size) => readPicture(each, data, { shorter: size })))),
    Promise.all(heldOut.map((each) => readPicture(each, data, { shorter: 256, crop }))),
  ]);
  return {
    painting,
    photographs,
    heldOut: ndarray(Float32Array.from(middles.flatMap(({ data: pixels }) => [...pixels])), [
      middles.length,
      3,
      ...crop,
    ]),
  };
}

async function learn(
  { create, style: styleWeight, steps }: Training,
  content: number,
  { painting, photographs: pictures }: Pictures,
  context: LearnContext,
): Promise<Learned> {
  const eye = await packagedEye();
  const model = watched(create(), eye);
  const first = firstWeights(model, eye, context.seeds.weightsSeed);
  if (steps === 0) return { weights: networkWeights(first), history: [], finished: true };
  const { trainSeed, batchSeed } = context.seeds;
  const crops = randomCrops(pictures, { count: 10_000, side: sides.learned, seed: trainSeed });
  const { x: some } = crops.gather(Array.from({ length: 32 }, (_, index) => index));
  const goal = await goalOf(painting, some!, eye, context.backend);
  const { weights, ...rest } = await fit<typeof model, { readonly x: Tensor }>(model, {
    ...fitContext(context),
    weights: first,
    data: batched(crops, { batchSize: 1, seed: batchSeed }),
    loss: (parts, { x }) => {
      const { styleLoss, contentLoss } = losses(parts, x, goal);
      return { loss: add(mul(styleLoss, styleWeight), mul(contentLoss, content)), styleLoss, contentLoss };
    },
    optimizer: adam({ learningRate }),
    schedule: cosineSchedule({ floor: 0.05 }),
    steps: context.steps ?? steps,
  });
  return { weights: networkWeights(weights), ...rest };
}

/** What paintings are compared with: the style, and how much of a content there is to lose. */
interface Goal {
  readonly style: Style;
  readonly variance: number;
}

async function goalOf(painting: NDArray, photographs: NDArray, eye: Eye, backend: Backend): Promise<Goal> {
  const [style, variance] = [await styleOf(painting, eye, backend), await contentOf(photographs, eye, backend)];
  return { style, variance };
}

/** How far paintings of photographs are from the style and from the photographs, and the paintings. */
function losses({ network, trunk }: Watched<Paints>, photographs: Tensor, { style, variance }: Goal) {
  const paintings = network.forward(photographs);
  return {
    paintings,
    styleLoss: relativeStyleLoss(paintings, trunk, style),
    contentLoss: relativeContentLoss(paintings, trunk, photographs, variance),
  };
}

async function measure(
  { create }: Training,
  weights: StateDict,
  { painting, heldOut }: Pictures,
  { backend }: MeasureContext,
): Promise<Measurement> {
  const eye = await packagedEye();
  const goal = await goalOf(painting, heldOut, eye, backend);
  const model = watched(create(), eye);
  const inputs = { x: heldOut };
  const seen = await lookAt(model, { eye, weights, backend, inputs }, ({ x }) => losses(model, x!, goal));
  return {
    metrics: { styleLoss: seen.styleLoss.data[0]!, contentLoss: seen.contentLoss.data[0]! },
    figures: [{ kind: "images", title: "held-out photographs, painted", images: seen.paintings }],
  };
}

/** The photograph as it is. */
class Photograph extends Block {
  forward(photographs: Tensor): Tensor {
    return photographs;
  }
}

/** The recipe of a painting: beside the network the photograph as it is, and a network that is asked for no style. */
export function stylistRecipe(painting: Painting): Recipe {
  const id = `stylist.${painting.tag}`;
  const gate = {
    metric: "styleLoss",
    atMost: atMost.styleLoss,
    and: { metric: "contentLoss", atMost: atMost.contentLoss },
  };
  return painterRecipe(painting, stylist, {
    id,
    claim:
      "One pass gives photographs that it was never shown the style of a painting, and keeps what is on them (Johnson et al. 2016; " +
      "Ulyanov et al. 2016).",
    gate,
    baselines: {
      photograph: painterRecipe(
        painting,
        { named: "none: the photograph as it is", create: () => new Photograph(), style: 0, steps: 0 },
        { id: `${id}.photograph`, claim: "A photograph is no painting.", gate: { metric: "styleLoss", atLeast: 0.2 } },
      ),
    },
    ratios: [{ to: "photograph", atMost: 0.3 }],
    control: painterRecipe(
      painting,
      // Enough steps to see that it comes no nearer to the painting.
      { ...stylist, style: 0, steps: 100 },
      { id: `${id}.control`, claim: "A network that is asked for content alone paints nothing.", gate },
    ),
  });
}

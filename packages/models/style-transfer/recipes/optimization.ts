/** A photograph in the style of a painting, by optimising pixels: how far two hundred steps come. What is learned is the picture. */
import { ndarray, type NDArray, type StateDict } from "@blockzoo/core";
import type { RawImage } from "@blockzoo/data/images";
import type { Measurement, Recipe } from "@blockzoo/family";
import { learnInSteps, recipe, type LearnContext, type Learned } from "@blockzoo/train";
import { stylize, type PaintOptimizer } from "../src/optimization/index.js";
import { planesOf } from "../src/optimization/pixels.js";
import { rawImage } from "../src/raw-images.js";
import { eyeSettings, packagedEye } from "./eye.js";
import { readPicture, type PictureFile } from "./pictures.js";

const files = {
  content: "neural-style/tubingen.jpg",
  style: "neural-style/starry_night.jpg",
} as const satisfies Readonly<Record<string, PictureFile>>;

/** Height and width of the picture. */
const side = 256;

/** Steps of painting, and how many of them are told of and kept together. */
const [steps, together] = [200, 20] as const;

interface Pictures {
  readonly content: RawImage;
  readonly style: RawImage;
}

interface Painting {
  readonly optimizer: PaintOptimizer;
  readonly contentWeight: number;
  readonly styleWeight: number;
}

const painting: Painting = { optimizer: "lbfgs", contentWeight: 0.03, styleWeight: 1 };

type Claim = Pick<Recipe, "id" | "claim" | "gate"> & Partial<Pick<Recipe, "control">>;

function paintingRecipe(own: Painting, claim: Claim): Recipe {
  return recipe<Pictures>({
    ...claim,
    variant: "style-trunk",
    reads: "photographs and paintings",
    settings: { ...files, side, steps, together, start: "noise", ...own, eyeSettings },
    async data({ data }) {
      const read = async (file: PictureFile) =>
        rawImage(await readPicture(file, data, { shorter: side, crop: [side, side] }));
      return { content: await read(files.content), style: await read(files.style) };
    },
    learn: (pictures, context) => learn(own, pictures, context),
    measure: async (weights, pictures) => measure(weights, pictures),
  });
}

async function learn(own: Painting, pictures: Pictures, context: LearnContext): Promise<Learned> {
  const eye = await packagedEye();
  const { backend, seeds } = context;
  const { state, history, finished } = await learnInSteps(context, {
    steps: steps / together,
    start: () => new Map(),
    async step(before, step) {
      const { state: after, history: points } = await stylize({
        ...pictures,
        ...eye,
        ...own,
        backend,
        start: "noise",
        coarseToFine: false,
        seed: seeds.weightsSeed,
        steps: (step + 1) * together,
        resume: step === 0 ? undefined : before,
      });
      const { loss, contentLoss, styleLoss } = points.at(-1)!;
      const first = before.get("first") ?? ndarray([points[0]!.styleLoss]);
      return { state: new Map([...after, ["first", first]]), loss, metrics: { contentLoss, styleLoss } };
    },
  });
  const { contentLoss, styleLoss } = history.at(-1)?.metrics ?? {};
  return {
    weights: new Map([["picture", ndarray(state.get("x")!.data, [1, 3, side, side])]]),
    history,
    finished,
    metrics: {
      styleReduction: state.get("first")!.data[0]! / styleLoss!,
      contentLoss: contentLoss!,
      styleLoss: styleLoss!,
    },
  };
}

/** How alike the picture and the photograph are, and both beside the painting. */
function measure(weights: StateDict, { content, style }: Pictures): Measurement {
  const picture = rawImage(weights.get("picture")!);
  const images = [content, style, picture].map((image) => planesOf(image, [side, side]));
  return {
    metrics: { contentCorrelation: correlation(images[2]!, images[0]!) },
    figures: [
      {
        kind: "images",
        title: `${steps} steps from noise`,
        images: ndarray(Float32Array.from(images.flatMap(({ data }) => [...data])), [3, 3, side, side]),
        captions: ["the photograph", "the painting", "the picture"],
      },
    ],
  };
}

/** Of all values, from -1 to 1. */
function correlation(a: NDArray, b: NDArray): number {
  const [x, y] = [a, b].map(({ data }) => {
    const values = Float64Array.from(data);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  }) as [Float64Array, Float64Array];
  const product = (p: Float64Array, q: Float64Array) => p.reduce((sum, value, at) => sum + value * q[at]!, 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

/** How many times as large the style loss of noise is; and what is left of the photograph in the picture. */
const gate = { metric: "styleReduction", atLeast: 100, and: { metric: "contentCorrelation", atLeast: 0.6 } } as const;

export const styleTrunkPainting = paintingRecipe(painting, {
  id: "style-trunk.painting",
  claim:
    "Two hundred steps of L-BFGS on pixels take noise to a hundredth of its style loss, and show the photograph (Gatys et al. 2015).",
  gate,
  // The same without style: nothing brings it down.
  control: paintingRecipe(
    { ...painting, styleWeight: 0 },
    { id: "style-trunk.painting.control", claim: "Without a style loss the style stays away.", gate },
  ),
});

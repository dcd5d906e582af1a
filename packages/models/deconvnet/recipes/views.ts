/** Whether a generator knows what it has not been shown: glyphs from angles that others were shown from, and they were not. */
import { add, mul, ndarray, RandomStream, type Tensor } from "@blockzoo/core";
import { arrayDataset, everything, glyphViews, subset, type Dataset } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import {
  adam,
  meanSquaredError,
  supervisedRecipe,
  withoutTraining,
  type Metric,
  type RecipeDatasets,
} from "@blockzoo/train";
import { ChairGenerator } from "../src/chair-generator.js";
import { glyphViewer } from "../src/variants.js";

/** Samples of the training and test data. */
interface Views {
  /** float32 [N, 1, H, W] */
  readonly x: Tensor;
  /** float32 [N, 1, H, W]: 1 where there is ink. */
  readonly ink: Tensor;
  /** float32 [N, styles], one-hot. */
  readonly style: Tensor;
  /** float32 [N, 2]: sine and cosine of the angle. */
  readonly view: Tensor;
}

const angles = 24;
const every = 4;

/** All views of all glyphs, every fourth of which, another one for each glyph, is held out. They are the same for all seeds. */
async function data(): Promise<RecipeDatasets> {
  const views = glyphViews({ angles });
  const { x, ...rest } = everything(views);
  const ink = ndarray(
    Float32Array.from(x!.data, (value) => (value > 0 ? 1 : 0)),
    x!.shape,
  );
  const all = arrayDataset({ ...views, arrays: { x: x!, ink, ...rest } });
  const [glyph, angle] = [rest["y"]!.data, rest["angle"]!.data];
  const isHeldOut = (sample: number) => (glyph[sample]! + angle[sample]!) % every === 0;
  const samples = Uint32Array.from({ length: all.size }, (_, sample) => sample);
  return {
    train: subset(
      all,
      samples.filter((sample) => !isHeldOut(sample)),
    ),
    test: subset(all, samples.filter(isHeldOut)),
  };
}

/** The views of the training data dealt out at random: each image is asked for by the angle of another. */
async function withShuffledViews({ trainSeed }: { readonly trainSeed: number }): Promise<RecipeDatasets> {
  const { train, test } = await data();
  const order = new RandomStream(trainSeed, "shuffleViews").permutation(train.size);
  const arrays = { ...everything(train), view: train.gather(order)["view"]! };
  return { train: arrayDataset({ name: train.name, arrays }), test };
}

/** λ |u_RGB - x s|² + |u_segm - s|² with λ = 10 for images x and masks s, here of means over pixels and not sums. */
function loss(model: ChairGenerator, batch: object): Tensor {
  const { x, ink, style, view } = batch as Views;
  const generated = model.forward(style, view);
  const image = meanSquaredError(generated.image, mul(x, ink));
  return add(mul(image, 10), meanSquaredError(generated.mask!, ink));
}

type Pixels = ArrayLike<number>;

/** The mean squared difference of two images, or of two sets of images. */
function squaredError(a: Pixels, b: Pixels): number {
  let sum = 0;
  for (let pixel = 0; pixel < a.length; pixel++) sum += (a[pixel]! - b[pixel]!) ** 2;
  return sum / a.length;
}

const mse: Metric = ({ outputs, inputs }) => squaredError(outputs["image"]!.data, inputs["x"]!.data);

const settings = {
  data: "ten digits from 24 angles, 32x32; held out where (digit + angle) % 4 is 0",
  network: glyphViewer,
  loss: "10 * squared error of the image + that of the mask, means",
};

const recipe = {
  variant: "chair-generator-mini",
  gate: { metric: "mse", atMost: 0.02 },
  create: () => new ChairGenerator(glyphViewer),
  data,
  settings,
  loss,
  forward: (model: ChairGenerator, batch: object) => {
    const { style, view } = batch as Views;
    return { image: model.forward(style, view).image };
  },
  metrics: { mse },
  optimizer: adam({ learningRate: 1e-3 }),
  sampling: "withReplacement",
  batchSize: 32,
  steps: 1000,
} as const;

/** What is drawn of each held-out image by a rule that sees it and the training images of the same glyph. */
function ofTrainingViews(
  name: string,
  {
    claim,
    atLeast,
    drawn,
  }: {
    readonly claim: string;
    readonly atLeast: number;
    readonly drawn: (image: Pixels, known: readonly Pixels[]) => Pixels;
  },
): Recipe {
  return withoutTraining(
    {
      id: `chair-generator-mini.views.${name}`,
      variant: name,
      claim,
      gate: { metric: "mse", atLeast },
      settings: { data: settings.data, network: `none: ${claim}` },
    },
    async () => {
      const { train, test } = await data();
      const [known, asked] = [imagesOf(train), imagesOf(test)];
      const errors = asked.map(({ glyph, image }) => {
        const same = known.filter((each) => each.glyph === glyph).map((each) => each.image);
        return squaredError(image, drawn(image, same));
      });
      return { mse: errors.reduce((sum, error) => sum + error, 0) / errors.length };
    },
  );
}

function imagesOf(dataset: Dataset): { readonly glyph: number; readonly image: Pixels }[] {
  const { x, y } = everything(dataset);
  const pixels = x!.data.length / dataset.size;
  return Array.from(y!.data, (glyph, sample) => ({
    glyph,
    image: x!.data.subarray(sample * pixels, (sample + 1) * pixels),
  }));
}

const mean = ofTrainingViews("mean", {
  claim: "The mean of a glyph's training views is a blur.",
  atLeast: 0.035,
  drawn: (image, known) =>
    Float64Array.from(image, (_, pixel) => known.reduce((sum, each) => sum + each[pixel]! / known.length, 0)),
});

const nearest = ofTrainingViews("nearest", {
  claim: "Not even the training view of the glyph that is nearest to the held-out image is a copy of it.",
  atLeast: 0.02,
  drawn: (image, known) => known.toSorted((a, b) => squaredError(image, a) - squaredError(image, b))[0]!,
});

export const chairGeneratorViews = supervisedRecipe({
  ...recipe,
  id: "chair-generator-mini.views",
  claim:
    "A generator draws views that it was never shown: of glyphs from held-out angles it is nearer to the truth than the best " +
    "training view of the same glyph (after Dosovitskiy et al. 2014).",
  baselines: { mean, nearest },
  ratios: [
    { to: "mean", atMost: 0.5 },
    { to: "nearest", atMost: 1 },
  ],
  control: supervisedRecipe({
    ...recipe,
    id: "chair-generator-mini.views.control",
    claim: "Views dealt out at random teach nothing of angles.",
    data: withShuffledViews,
    settings: { ...settings, views: "shuffled between training images" },
  }),
});

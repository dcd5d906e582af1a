/** What comparisons of transfer share: a network whose trunk was trained on something else, against one that was not. */
import {
  BatchNorm1d,
  Block,
  flatten,
  freeze,
  initialize,
  Linear,
  ndarray,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { batched } from "@blockzoo/data";
import type { MeasureContext, Recipe } from "@blockzoo/family";
import {
  adam,
  evaluateModel,
  recipeDataContext,
  recipeSeeds,
  supervisedRecipe,
  type RecipeData,
  type SupervisedRecipeOptions,
} from "@blockzoo/train";
import { miniStages } from "../src/configurations.js";
import type { Vgg } from "../src/vgg.js";
import { VggFeatures } from "../src/vgg-features.js";

/** Values that the last pool of a small trunk gives for an image of 32x32: 64 maps of 2x2. */
const features = 256;

/** A trunk that stays as it is, the standardisation of its features, and one linear layer: all that is trained. */
export class Probe extends Block {
  readonly features = new VggFeatures({ stages: miniStages.A, channels: 1 });
  readonly standardize = new BatchNorm1d(features);
  readonly head: Linear;

  constructor(classes: number) {
    super();
    this.head = new Linear(features, classes);
    freeze(this, "features", "standardize");
  }

  forward(x: Tensor): Tensor {
    return flatten(this.features.forward(x)).pipe(this.standardize, this.head);
  }
}

/** First weights of a network that has a trunk: those of the trunk are given, the others are new. */
export function onTrunk(model: Block, trunk: StateDict, { seed }: MeasureContext): Map<string, NDArray> {
  const own = new Map(initialize(model, { seed: recipeSeeds(seed).weightsSeed }));
  for (const [name, value] of trunk) if (name.startsWith("features.")) own.set(name, value);
  return own;
}

/** First weights of a probe: a given trunk, and the mean and variance of what it gives for the labelled images. */
export async function probeOn(
  model: Probe,
  trunk: StateDict,
  data: RecipeData,
  context: MeasureContext,
): Promise<StateDict> {
  const own = onTrunk(model, trunk, context);
  const { train } = await data(recipeDataContext(context));
  const { outputs } = await evaluateModel(model, {
    data: batched(train, { batchSize: train.size, sampling: "sequential" }),
    backend: context.backend,
    weights: own,
    forward: ({ features: maps }, { x }) => ({ features: flatten(maps.forward(x)) }),
    metrics: {},
  });
  const { mean, variance } = columnStatistics(outputs["features"]!.data, features);
  return own.set("standardize.running_mean", ndarray(mean)).set("standardize.running_var", ndarray(variance));
}

function columnStatistics(rows: ArrayLike<number>, columns: number): { mean: Float32Array; variance: Float32Array } {
  const count = rows.length / columns;
  const [mean, variance] = [new Float32Array(columns), new Float32Array(columns)];
  for (let index = 0; index < rows.length; index++) mean[index % columns]! += rows[index]! / count;
  for (let index = 0; index < rows.length; index++) {
    variance[index % columns]! += (rows[index]! - mean[index % columns]!) ** 2 / count;
  }
  // A feature that is the same for all images says nothing, and must not be divided by nothing.
  return { mean, variance: variance.map((value) => (value > 0 ? value : 1)) };
}

/** What all networks of a comparison learn from, and for how long. */
export interface Task extends Pick<Recipe, "reads"> {
  readonly data: RecipeData;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly batchSize: number;
  readonly steps: number;
}

/** One network of a comparison. */
export type Arm<M extends Block> = Pick<
  SupervisedRecipeOptions<M>,
  "id" | "claim" | "gate" | "create" | "settings" | "initialWeights" | "baselines" | "ahead" | "control"
> & { readonly learningRate: number; readonly data?: RecipeData };

type MakeArm = <M extends Block>(arm: Arm<M>) => Recipe;

/** Makes the recipes of a comparison, which differ in nothing that is not said. */
export function comparisonOn(task: Task): MakeArm {
  return ({ learningRate, settings, ...options }) =>
    supervisedRecipe({
      ...task,
      sampling: "withReplacement",
      ...options,
      variant: "vgg-mini-a",
      optimizer: adam({ learningRate }),
      settings: { ...task.settings, ...settings },
    });
}

/** The network that starts from nothing, at two rates: it may be one of them that suits it. */
export function fromScratch(arm: MakeArm, own: Pick<Arm<Vgg>, "id" | "claim" | "gate" | "create">) {
  const at = (learningRate: number) =>
    arm({ ...own, id: `${own.id}.scratch-${learningRate}`, settings: { stages: miniStages.A }, learningRate });
  return { "scratch 1e-3": at(1e-3), "scratch 3e-3": at(3e-3) };
}

/** What both detectors claim, in the same words: their boxes fit, better than without regression, and not by chance. */
import type { Backend, Block } from "@blockzoo/core";
import type { Dataset } from "@blockzoo/data";
import type { Recipe, RecipeContext, RecipeResult } from "@blockzoo/family";
import { stepSchedule, supervisedRecipe, type RecipeDatasets, type SupervisedRecipeOptions } from "@blockzoo/train";
import { centreBox, measureDetection, type Detecting } from "./measure.js";
import { oneShape, oneShapeShuffled, settings as data, type DataFunction } from "./one-shape.js";

type Training<M extends Block> = Required<
  Pick<SupervisedRecipeOptions<M>, "create" | "loss" | "optimizer" | "batchSize" | "claim">
>;

export interface DetectionRecipeOptions<M extends Block> extends Training<M> {
  readonly variant: string;
  /** The mean overlap that must be reached. */
  readonly atLeast: number;
  /** What the loss needs of the training images; `seed` keys what is drawn for it. */
  readonly targets: (train: Dataset, seed: number) => Dataset;
  readonly settings: Recipe["settings"];
  readonly detecting: Detecting;
  /** The same network, its regression replaced: what that is called, and how far the network must be ahead of it. */
  readonly unregressed: {
    readonly name: string;
    readonly box: string;
    readonly atMost: number;
    readonly ahead: number;
    readonly replaced: NonNullable<Detecting["replaced"]>;
  };
}

const steps = 300;
/** The last steps have a tenth of the learning rate: box regression gains .02 to .10 by it. */
const lastSteps = 75;
const controlSteps = 150;

export function detectionRecipe<M extends Block>(options: DetectionRecipeOptions<M>): Recipe {
  const { variant, claim, create, loss, optimizer, batchSize, targets, detecting, unregressed } = options;
  const id = `${variant}.one-shape`;
  const settings = { ...data, ...options.settings };
  const withTargets =
    (datasets: DataFunction): DataFunction =>
    async (context): Promise<RecipeDatasets> => {
      const { train, test } = await datasets(context);
      return { train: targets(train, context.trainSeed), test };
    };
  const training = { variant, create, loss, optimizer, batchSize, sampling: "withReplacement" } as const;
  const full = {
    ...training,
    data: withTargets(oneShape),
    steps,
    schedule: stepSchedule({ every: [steps - lastSteps] }),
  };
  const gate = { metric: "iou", atLeast: options.atLeast };
  const memory = new Trained();
  const main = supervisedRecipe({
    ...full,
    id,
    claim,
    gate,
    settings,
    measure: (...parts) => measureDetection(detecting, ...parts),
    baselines: {
      [unregressed.name]: memory.reread(
        supervisedRecipe({
          ...full,
          id: `${id}.${unregressed.name}`,
          claim: `Without the regression the box is ${unregressed.box}, which overlaps less.`,
          gate: { metric: "iou", atMost: unregressed.atMost },
          settings: { ...settings, box: unregressed.box },
          measure: (...parts) => measureDetection({ ...detecting, replaced: unregressed.replaced }, ...parts),
        }),
      ),
      centre: centreBox,
    },
    ahead: { [unregressed.name]: unregressed.ahead, centre: 0.4 },
    control: supervisedRecipe({
      ...training,
      id: `${id}.control`,
      claim: "Nothing is learned from the boxes of other images.",
      gate,
      data: withTargets(oneShapeShuffled),
      steps: controlSteps,
      settings: { ...settings, boxes: "shuffled between images" },
      measure: (...parts) => measureDetection(detecting, ...parts),
    }),
  });
  return memory.remembering(main);
}

/** What was trained: a baseline that is the same network read differently need not train it again. */
class Trained {
  readonly #results = new WeakMap<Backend, Map<string, RecipeResult>>();

  remembering(recipe: Recipe): Recipe {
    const run: Recipe["run"] = async (context) => {
      const result = await recipe.run(context);
      if (result.finished) this.#of(context).set(keyOf(context), result);
      return result;
    };
    return { ...recipe, run };
  }

  reread(recipe: Recipe): Recipe {
    const run: Recipe["run"] = async (context) => {
      const known = this.#of(context).get(keyOf(context));
      if (known === undefined) return recipe.run(context);
      return { ...known, ...(await recipe.measure(known.weights, context)) };
    };
    return { ...recipe, run };
  }

  #of({ backend }: RecipeContext): Map<string, RecipeResult> {
    const known = this.#results.get(backend) ?? new Map<string, RecipeResult>();
    this.#results.set(backend, known);
    return known;
  }
}

/** What decides the weights on a backend. */
function keyOf({ seed = 0, steps: asked }: RecipeContext): string {
  return `${seed}, ${asked ?? steps}`;
}

import type { Block } from "@blockzoo/core";
import type { Dataset } from "@blockzoo/data";
import type { LessonTraining, Recipe, Variant } from "@blockzoo/family";
import { adam, cosineSchedule, supervisedRecipe, type SupervisedRecipeOptions } from "@blockzoo/train";

/** What a network learns of a user's own data, and what it is measured on. */
export interface LessonParts {
  /** Where the data come from. */
  readonly path: string;
  readonly train: Dataset;
  readonly test: Dataset;
}

/** How it learns, and for how long if nobody says it. */
export interface LessonMethod extends Pick<
  SupervisedRecipeOptions<Block>,
  "gate" | "loss" | "forward" | "metrics" | "sampling" | "settings"
> {
  readonly batchSize: number;
  /** An epoch of little data is a few steps: there are so many steps, and eight epochs, at least. */
  readonly steps: number;
}

const [fewestEpochs, learningRate] = [8, 2e-3];

/** The training of a network on a user's own data, by Adam, whose rate falls along a cosine. */
export function lessonRecipe(
  { path, train, test }: LessonParts,
  { steps, settings, ...method }: LessonMethod,
  { variant, training }: { readonly variant: Variant; readonly training: LessonTraining },
): Recipe {
  const { id } = training;
  const batchSize = Math.min(training.batchSize ?? method.batchSize, train.size);
  const stepsPerEpoch = Math.floor(train.size / batchSize);
  return supervisedRecipe({
    ...method,
    id,
    variant: id,
    claim: `${id} learns ${path}`,
    create: () => variant.create(),
    data: async () => ({ train, test }),
    optimizer: adam({ learningRate: training.learningRate ?? learningRate }),
    schedule: cosineSchedule(),
    clip: { globalNorm: 1 },
    batchSize,
    epochs: training.epochs ?? Math.max(fewestEpochs, Math.ceil(steps / stepsPerEpoch)),
    validateEvery: stepsPerEpoch,
    settings: { data: path, ...settings },
  });
}

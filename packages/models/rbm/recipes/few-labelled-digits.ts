import { RandomStream } from "@blockzoo/core";
import { subset, type Dataset } from "@blockzoo/data";
import type { RecipeDataContext } from "@blockzoo/train";
import { mnistDigits } from "./mnist-digits.js";

/** Many images to learn from, few of which have a label. */
export interface FewLabels {
  readonly unlabelled: Dataset;
  readonly labelled: Dataset;
  readonly test: Dataset;
}

/** What {@link fewLabelledDigits} are, for the settings of recipes. */
export const aboutFewLabelledDigits =
  "MNIST, 28x28 pixels from 0 to 1: 20,000 training images without a label, 100 of them with one, all 10,000 for testing";

/** Others of the training images for each seed. */
export async function fewLabelledDigits(context: RecipeDataContext): Promise<FewLabels> {
  const train = await mnistDigits(context, "train");
  const order = new RandomStream(context.trainSeed, "few labels").permutation(train.size);
  return {
    unlabelled: subset(train, order.subarray(0, 20_000)),
    labelled: subset(train, order.subarray(0, 100)),
    test: await mnistDigits(context, "test"),
  };
}

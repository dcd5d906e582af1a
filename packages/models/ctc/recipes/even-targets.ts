import { ndarray } from "@blockzoo/core";
import type { Dataset } from "@blockzoo/data";
import type { RecipeData } from "@blockzoo/train";

/**
 * The same data with a target for each step of the training samples, `y` int32[n,steps]: the steps are shared out evenly among
 * the labels, which is all that can be done where nobody knows their times.
 */
export function withEvenTargets(data: RecipeData): RecipeData {
  return async (context) => {
    const { train, test } = await data(context);
    return { train: evenly(train), test };
  };
}

function evenly(dataset: Dataset): Dataset {
  return {
    ...dataset,
    gather(indices, options) {
      const { x, xLengths, y, yLengths, ...rest } = dataset.gather(indices, options);
      const [samples, steps] = x!.shape as [number, number];
      const columns = y!.shape[1]!;
      const targets = new Int32Array(samples * steps);
      for (let sample = 0; sample < samples; sample++) {
        const [length, labels] = [xLengths!.data[sample]!, yLengths!.data[sample]!];
        for (let step = 0; step < length; step++) {
          const label = Math.floor((step * labels) / length);
          targets[sample * steps + step] = y!.data[sample * columns + label]!;
        }
      }
      return { ...rest, x: x!, xLengths: xLengths!, y: ndarray(targets, [samples, steps]), yLengths: yLengths! };
    },
  };
}

/** The task: 48x48 pixels with one circle, square or triangle of radius 4 to 10, in noise of deviation 0.15. */
import { RandomStream } from "@blockzoo/core";
import { shapes, type Batch, type Dataset } from "@blockzoo/data";
import type { Box } from "../src/object-detection/index.js";
import type { RecipeDataContext, RecipeDatasets } from "@blockzoo/train";

export const settings = { data: "shapes, 48x48, one of radius 4 to 10, noise 0.15; 2,000 and 300" };

/** What makes data of a seed. */
export type DataFunction = (context: RecipeDataContext) => Promise<RecipeDatasets>;

const drawn = { size: 48, perImage: 1, radius: [4, 10], noise: 0.15 } as const;

/** Images `x`, with `boxes` [n, 1, 4] of x, y, width, height and `classes` [n, 1], 1 to 3. */
export async function oneShape({ trainSeed, testSeed }: RecipeDataContext): Promise<RecipeDatasets> {
  return {
    train: shapes({ ...drawn, count: 2000, seed: trainSeed }),
    test: shapes({ ...drawn, count: 300, seed: testSeed }),
  };
}

/** Boxes and classes of the training images dealt out at random: where something is cannot be learned from them. */
export async function oneShapeShuffled(context: RecipeDataContext): Promise<RecipeDatasets> {
  const { train, test } = await oneShape(context);
  const order = new RandomStream(context.trainSeed, "shuffleBoxes").permutation(train.size);
  const shuffled: Dataset = {
    ...train,
    gather(indices) {
      const { boxes, classes } = train.gather(Uint32Array.from(indices, (index) => order[index]!));
      return { ...train.gather(indices), ...(boxes && { boxes }), ...(classes && { classes }) };
    },
  };
  return { train: shuffled, test };
}

/** What is in an image: the class, 0 to 2, and where it is. */
export interface Truth {
  readonly index: number;
  readonly box: Box;
}

/** What is in each image of a batch of {@link oneShape}. */
export function truthsOf({ boxes, classes }: Batch): Truth[] {
  return Array.from(classes!.data, (label, image) => {
    const [x, y, width, height] = boxes!.data.subarray(4 * image, 4 * image + 4) as unknown as number[];
    return { index: label - 1, box: { x: x!, y: y!, width: width!, height: height! } };
  });
}

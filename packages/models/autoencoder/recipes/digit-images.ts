import { ndarray, RandomStream } from "@blockzoo/core";
import type { Dataset } from "@blockzoo/data";
import type { RecipeData } from "@blockzoo/train";

/** MNIST as it is: 28x28 pixels from 0 to 1, 60,000 for training and 10,000 for testing. */
export const digits: RecipeData = async ({ data: folder }) => {
  // In a function, since it reads files: recipes are also loaded in a page.
  const { mnist } = await import("@blockzoo/data/node");
  const read = (split: "train" | "test") => mnist({ split, ...(folder !== undefined && { folder }) });
  return { train: await read("train"), test: await read("test") };
};

/** What recipes on {@link digits} say of them. */
export const digitsText = "MNIST, 60,000 for training and 10,000 for testing, pixels from 0 to 1";

/** The data set with `spoilt` beside `x`: each image with pixels set to 0 at random, the same ones for the same seed. */
export function withMasked(
  dataset: Dataset,
  { probability, seed }: { readonly probability: number; readonly seed: number },
): Dataset {
  return {
    ...dataset,
    gather(indices, options) {
      const batch = dataset.gather(indices, options);
      const { data, shape } = batch["x"]!;
      const pixels = data.length / indices.length;
      const spoilt = Float32Array.from(data);
      for (let position = 0; position < indices.length; position++) {
        const stream = new RandomStream(seed, "masks", indices[position]!);
        for (let pixel = 0; pixel < pixels; pixel++) {
          if (stream.uniform() < probability) spoilt[position * pixels + pixel] = 0;
        }
      }
      return { ...batch, spoilt: ndarray(spoilt, shape) };
    },
  };
}

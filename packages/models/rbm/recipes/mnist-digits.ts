import type { Dataset } from "@blockzoo/data";
import type { RecipeDataContext } from "@blockzoo/train";

/** Handwritten digits as they are: 28x28 pixels from 0 to 1. */
export async function mnistDigits(
  { data }: Pick<RecipeDataContext, "data">,
  split: "train" | "test",
): Promise<Dataset> {
  // In a function, since it reads files: recipes are also loaded in a page.
  const { mnist } = await import("@blockzoo/data/node");
  return mnist({ name: "mnist", split, ...(data !== undefined && { folder: data }) });
}

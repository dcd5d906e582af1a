import { check } from "@blockzoo/core";
import { everything, split, type Dataset } from "@blockzoo/data";
import { preprocessImage, readImage, type ImagePreprocessing } from "@blockzoo/data/images";
import { imageFolder } from "@blockzoo/data/node";
import type { Examples, ExamplesOptions } from "@blockzoo/family";
import type { ImageClasses } from "./image-classes.js";

const trainingShare = 0.8;
/** So few that one of them is held out. */
const fewestOfEach = 3;

/**
 * A folder with a folder of images for each class, prepared as the trained network takes them; or two such folders, `train` and
 * `test`. Where there is no part for testing, a fifth of each class is held out.
 */
export async function imageExamples(
  folder: string,
  { meaning: { preprocessing }, seed }: ExamplesOptions<ImageClasses>,
): Promise<Examples<ImageClasses>> {
  const { train, test } = await readImages(folder, preprocessing, seed);
  const labels = train.labels!;
  return { train, test, labels, meaning: { preprocessing, labels } };
}

async function readImages(folder: string, preprocessing: ImagePreprocessing, seed: number) {
  const { existsSync } = process.getBuiltinModule("node:fs");
  const { join } = process.getBuiltinModule("node:path");
  const read = async (path: string) => preprocessImage(await readImage(path), preprocessing);
  const parts = ["train", "test"].map((part) => join(folder, part)) as [string, string];
  if (parts.every((part) => existsSync(part))) {
    const train = await imageFolder({ folder: parts[0], read });
    const test = await imageFolder({ folder: parts[1], read });
    const [learned, tested] = [train.labels!.join(", "), test.labels!.join(", ")];
    check(learned === tested, () => `${parts[1]}: has the classes ${tested}, but ${parts[0]} has ${learned}`);
    checkSeveral(train.labels!, parts[0]);
    return { train, test };
  }
  const all = await imageFolder({ folder, read });
  checkSeveral(all.labels!, folder);
  checkCounts(all, folder);
  const fractions = [trainingShare, 1 - trainingShare];
  const [train, test] = split(all, { fractions, seed, stratifyBy: "y" }) as [Dataset, Dataset];
  return { train, test };
}

/** Throws where there is nothing to tell apart. */
function checkSeveral([first, ...further]: readonly string[], folder: string): void {
  check(further.length > 0, () => `${folder}: has the one class ${first}, expected a folder for each of two or more`);
}

/** Throws where there is too little of a class to hold some out. */
function checkCounts(dataset: Dataset, folder: string): void {
  const counts = dataset.labels!.map(() => 0);
  for (const index of everything(dataset)["y"]!.data) counts[index]!++;
  const few = counts.findIndex((count) => count < fewestOfEach);
  check(
    few < 0,
    () =>
      `${folder}/${dataset.labels![few]!}: has ${counts[few]} images, expected ${fewestOfEach} or more, so that one is held out`,
  );
}

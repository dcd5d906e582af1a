import { check } from "@blockzoo/core";
import { everything, splitDataset, type Dataset } from "@blockzoo/data";
import { preprocessImage, readImage } from "@blockzoo/data/images";
import { imageFolder, imageParts, summarizeLeftOut, type ImageParts, type LeftOut } from "@blockzoo/data/node";
import type { Examples, ExamplesOptions } from "@blockzoo/family";
import type { ImageClasses } from "./image-classes.js";

const trainingShare = 0.8;
/** So few that one of them is held out. */
const fewestOfEach = 3;

/**
 * A folder with a folder of images for each class, prepared as the trained network takes them; or two such folders, `train`, and
 * `test` or `val`. Where there is no part for testing, a fifth of each class is held out. What is left out is noted.
 */
export async function imageExamples(
  folder: string,
  options: ExamplesOptions<ImageClasses>,
): Promise<Examples<ImageClasses>> {
  const parts = await imageParts(folder);
  const { train, test } = await (parts === undefined
    ? splitClasses(folder, options)
    : readParts(folder, parts, options));
  const labels = train.labels!;
  return { train, test, labels, meaning: { preprocessing: options.meaning.preprocessing, labels } };
}

interface Parts {
  readonly train: Dataset;
  readonly test: Dataset;
}

async function readParts(folder: string, parts: ImageParts, options: ExamplesOptions<ImageClasses>): Promise<Parts> {
  const read = reader(options);
  const train = await imageFolder({ folder: parts.train, read });
  const test = await imageFolder({ folder: parts.test, read });
  noteLeftOut(folder, [...parts.leftOut, ...train.leftOut, ...test.leftOut], options);
  if (parts.validation !== undefined) options.note(`note: ${parts.validation} is not used: ${parts.test} is held out`);
  checkSameClasses(train.labels!, test.labels!, parts);
  checkSeveral(train.labels!, parts.train);
  return { train, test };
}

async function splitClasses(folder: string, options: ExamplesOptions<ImageClasses>): Promise<Parts> {
  const all = await imageFolder({ folder, read: reader(options) });
  noteLeftOut(folder, all.leftOut, options);
  checkSeveral(all.labels!, folder);
  checkCounts(all, folder);
  const fractions = [trainingShare, 1 - trainingShare];
  const [train, test] = splitDataset(all, { fractions, seed: options.seed, stratifyBy: "y" }) as [Dataset, Dataset];
  return { train, test };
}

function reader({ meaning: { preprocessing } }: ExamplesOptions<ImageClasses>) {
  return async (path: string) => preprocessImage(await readImage(path), preprocessing);
}

function noteLeftOut(folder: string, leftOut: readonly LeftOut[], { note }: ExamplesOptions<ImageClasses>): void {
  if (leftOut.length > 0) note(`note: ${folder}: PNG and JPEG files are read, left out: ${summarizeLeftOut(leftOut)}`);
}

/** Throws where a class is in one part alone. */
function checkSameClasses(learned: readonly string[], tested: readonly string[], { train, test }: ImageParts): void {
  const only = (here: readonly string[], there: readonly string[]) => here.filter((label) => !there.includes(label));
  const missing = [
    { folder: train, classes: only(learned, tested), other: test },
    { folder: test, classes: only(tested, learned), other: train },
  ];
  for (const { folder, classes, other } of missing) {
    check(
      classes.length === 0,
      () => `${folder}: has the classes ${classes.join(", ")}, which ${other} has not: expected the same in both`,
    );
  }
}

/** Throws where there is nothing to tell apart. */
function checkSeveral([first, ...further]: readonly string[], folder: string): void {
  check(
    further.length > 0,
    () =>
      `${folder}: has the one class ${first}, expected a folder for each of two or more; if ${first} holds those, give it`,
  );
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

import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { BlockzooError, check, initialize, type Block } from "@blockzoo/core";
import { everything, splitDataset, type Dataset } from "@blockzoo/data";
import { imageFolder } from "@blockzoo/data/node";
import { type ImagePreprocessing, preprocessImage, readImage } from "@blockzoo/data/images";
import { adam, supervisedRecipe } from "@blockzoo/train";
import { freezeTrunk, giveClasses, headOf } from "../models/classifier-head.js";
import { chooseSizedInput, singleInput } from "../models/input-types.js";
import type { Model } from "../models/model.js";
import { chooseWeights, type ChosenWeights } from "../models/weights.js";
import { note } from "../terminal.js";
import type { TrainingJob } from "./training-job.js";

export interface ImageJobOptions {
  /** Holds a folder of images for each class, or two such folders, `train` and `test`. */
  readonly data: string;
  readonly weights?: string;
  readonly freeze?: boolean;
  readonly epochs?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  readonly seed?: number;
}

const trainingShare = 0.8;
/** So few that one of them is held out. */
const fewestOfEach = 3;
const defaults = { epochs: 20, batch: 16, learningRate: 1e-3 };

/**
 * The fine-tuning of a trained classifier: its last dense layer is made anew, with an output for each class of the folder, and
 * it is trained on these images, as a whole or that layer alone; by cross-entropy and Adam. Images are prepared as the weights
 * say. Where the folder has no part of its own for testing, a fifth of each class is held out.
 */
export async function imageJob(model: Model, options: ImageJobOptions): Promise<TrainingJob> {
  const { data: folder, seed = 0, epochs = defaults.epochs, learningRate = defaults.learningRate } = options;
  const original = model.create();
  const weights = await chooseWeights(model, original, options.weights);
  const { values, source, trained } = weights;
  if (!trained) note(`note: the weights are ${source}, which are not trained`);
  const preprocessing = preprocessingOf(weights);
  const { types } = chooseSizedInput({ ...model, description: { preprocessing } });
  const head = headOf(model.name, original, singleInput(model.id, types));

  const { train, test } = await readImages(folder, preprocessing, seed);
  const labels = train.labels!;
  const create = (): Block => {
    const block = model.create();
    giveClasses(model.name, block, head, labels.length);
    if (options.freeze === true) freezeTrunk(block, head);
    return block;
  };
  const kept = [...values].filter(([name]) => !name.startsWith(`${head}.`));
  const batchSize = Math.min(options.batch ?? defaults.batch, train.size);
  const recipe = supervisedRecipe({
    id: model.name,
    variant: model.name,
    claim: `${model.name} learns ${labels.length} classes of ${folder}`,
    gate: { metric: "accuracy" },
    create,
    data: async () => ({ train, test }),
    initialWeights: async (block) => new Map([...initialize(block, { seed }), ...kept]),
    optimizer: adam({ learningRate }),
    batchSize,
    epochs,
    validateEvery: Math.max(1, Math.floor(train.size / batchSize)),
    settings: { data: folder, network: model.id, weights: source, frozen: options.freeze ?? false },
  });
  return {
    name: `${model.name}-${basename(resolve(folder))}`,
    model: { ...model, create, input: types },
    recipe,
    judged: false,
    description: { preprocessing, labels, head },
    data: folder,
  };
}

function preprocessingOf({ preprocessing, source }: ChosenWeights): ImagePreprocessing {
  if (preprocessing?.kind === "image") return preprocessing;
  const found = preprocessing === undefined ? "do not say what they take" : `take a ${preprocessing.kind}`;
  throw new BlockzooError(`the weights ${source} ${found}: only a network for images learns from a folder of images`);
}

async function readImages(folder: string, preprocessing: ImagePreprocessing, seed: number) {
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
  const [train, test] = splitDataset(all, { fractions, seed, stratifyBy: "y" }) as [Dataset, Dataset];
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
      `${join(folder, dataset.labels![few]!)}: has ${counts[few]} images, expected ${fewestOfEach} or more, so that one is held out`,
  );
}

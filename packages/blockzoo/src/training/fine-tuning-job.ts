import { basename, resolve } from "node:path";
import { BlockzooError, initialize, type Block } from "@blockzoo/core";
import { adam, supervisedRecipe } from "@blockzoo/train";
import { freezeTrunk, headOf, withHead } from "../models/classifier-head.js";
import { chooseSizedGraphs, singleInput } from "../models/input-types.js";
import type { ResolvedModel } from "../models/resolved-model.js";
import { chooseWeights } from "../models/weights.js";
import { note } from "../terminal.js";
import type { TrainingJob } from "./training-job.js";

export interface FineTuningOptions {
  /** Examples of the new classes, as the network's task reads them. */
  readonly data: string;
  readonly weights?: string;
  readonly entry?: string;
  readonly freeze?: boolean;
  readonly epochs?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  readonly seed?: number;
}

const defaults = { epochs: 20, batch: 16, learningRate: 1e-3 };

/**
 * The fine-tuning of a trained classifier: its last dense layer is made anew, with an output for each class of the examples, and
 * it is trained on these, as a whole or that layer alone; by cross-entropy and Adam. Examples are prepared as the weights say.
 */
export async function fineTuningJob(model: ResolvedModel, options: FineTuningOptions): Promise<TrainingJob> {
  const { data: folder, seed = 0, epochs = defaults.epochs, learningRate = defaults.learningRate } = options;
  const weights = await chooseWeights(model, options);
  const { values, source, trained, variant } = weights;
  const { task } = variant;
  if (!trained) note(`note: the weights are ${source}, which are not trained`);
  const { examples } = await task.command();
  if (examples === undefined || weights.meaning === undefined) {
    throw new BlockzooError(
      examples === undefined
        ? `${model.name} does ${task.name}, which learns no new classes from examples`
        : `the weights ${source} do not say how examples become inputs`,
    );
  }
  const meaning = task.parseMeaning(weights.meaning, source);
  const [graph] = chooseSizedGraphs({ ...model, variant }, undefined, meaning);
  const path = headOf(model.name, variant.create(), singleInput(model.id, graph!.input));

  const { train, test, labels, meaning: learned } = await examples(folder, { meaning, seed, note });
  const head = { path, classes: labels.length };
  const renewed = withHead(model.name, variant, head);
  const create = (): Block => {
    const block = renewed.create();
    if (options.freeze === true) freezeTrunk(block, path);
    return block;
  };
  const kept = [...values].filter(([name]) => !name.startsWith(`${path}.`));
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
    model: { ...model, variant: { ...renewed, create, graphs: { [graph!.name]: graph! } } },
    recipe,
    judged: false,
    description: { task: task.name, meaning: learned, head },
    data: folder,
  };
}

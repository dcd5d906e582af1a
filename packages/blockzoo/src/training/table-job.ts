import {
  BlockzooError,
  check,
  describeType,
  isNumeric,
  ndarray,
  numericShape,
  reshape,
  sizeOf,
  specialize,
  trace,
  type Block,
  type NDArray,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import {
  csvDataset,
  mapDataset,
  splitDataset,
  standardize,
  type BatchTransform,
  type CsvTable,
  type Dataset,
} from "@blockzoo/data";
import { readCsv } from "@blockzoo/data/node";
import {
  adam,
  meanSquaredError,
  supervisedRecipe,
  type Evaluated,
  type SupervisedRecipeOptions,
} from "@blockzoo/train";
import { chooseGraphs, singleInput } from "../models/input-types.js";
import type { ResolvedModel } from "../models/resolved-model.js";
import { note } from "../terminal.js";
import type { TrainingJob } from "./training-job.js";

export interface TableJobOptions {
  readonly data: string | undefined;
  readonly target?: string;
  readonly epochs?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  readonly input?: string;
  readonly seed?: number;
}

const trainingShare = 0.8;
const defaults = { epochs: 20, batch: 32, learningRate: 1e-3 };

/**
 * The training of a user's network on a table: a fifth of the rows is held out, each class in proportion; features are
 * standardised by the others; classes are learned by cross-entropy, quantities by the mean squared error; by Adam.
 */
export async function tableJob(model: ResolvedModel, options: TableJobOptions): Promise<TrainingJob> {
  const { data: path } = options;
  if (path === undefined) throw new BlockzooError(`${model.id}: give the table to train on: --data digits.csv`);
  const [graph] = chooseGraphs(model, options.input);
  const { name: input, type } = singleInput(model.id, graph!.input);
  const target = targetColumn(options.target);
  const table = await readCsv(path, target === undefined ? {} : { target });
  const sampleShape = checkInput(model, table, type);
  checkOutput(model, table, { name: input, type });

  const { train, test, statistics } = prepare(table, sampleShape, options.seed ?? 0);
  const { epochs = defaults.epochs, learningRate = defaults.learningRate } = options;
  const batchSize = Math.min(options.batch ?? defaults.batch, train.size);
  const recipe = supervisedRecipe({
    id: model.name,
    variant: model.name,
    claim: `${model.name} learns ${path}`,
    create: () => model.variant.create(),
    data: async () => ({ train, test }),
    optimizer: adam({ learningRate }),
    batchSize,
    epochs,
    validateEvery: Math.max(1, Math.floor(train.size / batchSize)),
    settings: { data: path, network: model.id },
    ...(table.labels === undefined ? regression : classification),
  });
  return {
    name: model.name,
    model: { ...model, variant: { ...model.variant, graphs: { forward: graph! } } },
    recipe,
    judged: false,
    description: table.labels && {
      task: "table-classification",
      meaning: { preprocessing: { kind: "table", columns: table.columns, ...statistics }, labels: table.labels },
    },
    data: path,
  };
}

type Objective = Pick<SupervisedRecipeOptions<Block>, "gate" | "loss" | "forward" | "metrics">;

const classification: Objective = { gate: { metric: "accuracy" } };

const regression: Objective = {
  gate: { metric: "mean squared error" },
  loss: (model, { x, y }) => meanSquaredError(predictionOf(model, x, y.shape), y),
  forward: (model, { x, y }) => ({ prediction: predictionOf(model, x, y.shape) }),
  metrics: {
    "mean squared error": ({ outputs, inputs }: Evaluated) => meanSquare(outputs["prediction"]!, inputs["y"]!),
  },
};

/** `[N, 1]` as `[N]`, which is the shape of the targets. */
function predictionOf(model: Block, x: Tensor, shape: Tensor["shape"]): Tensor {
  return reshape((model.forward as (x: Tensor) => Tensor)(x), shape);
}

function meanSquare(found: NDArray, expected: NDArray): number {
  const squares = Array.from(expected.data, (value, index) => (found.data[index]! - value) ** 2);
  return squares.reduce((sum, square) => sum + square, 0) / squares.length;
}

/** A column's name, or its number from 1. */
function targetColumn(target: string | undefined): string | number | undefined {
  return target !== undefined && /^[1-9]\d*$/.test(target) ? Number(target) - 1 : target;
}

/** The shape of a sample: features fill the network's input row by row. */
function checkInput({ name }: ResolvedModel, { name: file, columns }: CsvTable, type: TensorType): readonly number[] {
  const shape = type.shape.slice(1);
  check(
    isNumeric(shape),
    () => `${name} takes ${describeType(type)}: give its sizes as numbers, such as --input 1x1x8x8`,
  );
  check(
    type.dtype === "float32" && sizeOf(shape) === columns.length,
    () =>
      `${file} has ${columns.length} features, but ${name} takes ${describeType(type)}, ${sizeOf(shape)} numbers a sample`,
  );
  return shape;
}

/** Traces the network once, so that what does not fit is found before anything is trained. */
function checkOutput(
  model: ResolvedModel,
  { name: file, labels }: CsvTable,
  input: { name: string; type: TensorType },
): void {
  const graph = specialize(trace(model.variant.create(), { [input.name]: input.type }, { name: model.name }), { N: 1 });
  const shapes = graph.outputs.map(({ name, tensor }) => `${name} ${describeType(tensor)}`).join(", ");
  const [output, ...further] = graph.outputs;
  check(output !== undefined && further.length === 0, () => `${model.name} returns ${shapes}: expected one tensor`);
  const [, ...sample] = numericShape(output.tensor.shape, "training");
  if (labels === undefined) {
    check(
      sizeOf(sample) === 1,
      () => `${file} has a quantity to predict, but ${model.name} returns ${shapes}: expected [N, 1]`,
    );
    return;
  }
  check(
    sample.length === 1 && sample[0]! >= labels.length,
    () => `${file} has ${labels.length} classes, but ${model.name} returns ${shapes}: expected [N, ${labels.length}]`,
  );
  if (sample[0]! > labels.length)
    note(`note: ${model.name} has ${sample[0]} outputs for the ${labels.length} classes of ${file}`);
}

function prepare(table: CsvTable, sampleShape: readonly number[], seed: number) {
  const all = csvDataset(table);
  const fractions = [trainingShare, 1 - trainingShare];
  const [rows, heldOut] = splitDataset(all, { fractions, seed, ...(table.labels && { stratifyBy: "y" }) }) as [
    Dataset,
    Dataset,
  ];
  check(rows.size > 0 && heldOut.size > 0, () => `${table.name}: has ${all.size} rows, too few to hold some out`);
  const { mean, deviation, transform } = standardize(rows);
  const shaped: BatchTransform = (batch) => {
    const { x, ...rest } = transform(batch);
    return { x: ndarray(x!.data, [x!.shape[0]!, ...sampleShape]), ...rest };
  };
  return { train: mapDataset(rows, shaped), test: mapDataset(heldOut, shaped), statistics: { mean, deviation } };
}

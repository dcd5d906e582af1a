import {
  BlockzooError,
  check,
  describeType,
  isNumeric,
  ndarray,
  numericShape,
  sizeOf,
  specialize,
  trace,
  type TensorType,
} from "@blockzoo/core";
import {
  arrayDataset,
  everything,
  mapDataset,
  splitDataset,
  subset,
  type BatchTransform,
  type Dataset,
} from "@blockzoo/data";
import { readTable } from "@blockzoo/data/node";
import {
  featureNames,
  fitTable,
  isPosition,
  isQuantitative,
  listed,
  tableDataset,
  targetColumn,
  targetsOf,
  type Table,
  type TableChoices,
  type TableClasses,
  type TableQuantity,
  type TableTask,
} from "@blockzoo/data/tables";
import { adam, supervisedRecipe } from "@blockzoo/train";
import { chooseGraphs, singleInput, type SingleInput } from "../models/input-types.js";
import type { ResolvedModel } from "../models/resolved-model.js";
import { note } from "../terminal.js";
import { tableObjective } from "./table-objective.js";
import type { TrainingJob } from "./training-job.js";

/** How a table is read, and what is done with its columns: options of `blockzoo train` alone. */
export interface TableOptions {
  readonly target?: string;
  readonly task?: TableTask;
  readonly header?: "yes" | "no";
  readonly delimiter?: string;
  /** `auto`, or names between commas. */
  readonly categorical?: string;
  readonly missing?: "mean" | number;
}

export interface TableJobOptions extends TableOptions {
  readonly data: string | undefined;
  readonly epochs?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  readonly input?: string;
  readonly seed?: number;
}

type TableMeaning = TableClasses | TableQuantity;

const trainingShare = 0.8;
const defaults = { epochs: 20, batch: 32, learningRate: 1e-3 };

/**
 * The training of a user's network on a table: a fifth of the rows is held out, each class in proportion; features and
 * quantities are standardised by the others; classes are learned by cross-entropy, quantities by the mean squared error; by
 * Adam.
 */
export async function tableJob(model: ResolvedModel, options: TableJobOptions): Promise<TrainingJob> {
  const { data: path, seed = 0 } = options;
  if (path === undefined) throw new BlockzooError(`${model.id}: give the table to train on: --data digits.csv`);
  const [graph] = chooseGraphs(model, options.input);
  const input = singleInput(model.id, graph!.input);
  const output = outputOf(model, input);
  const table = await read(path, options);
  const choices = chosen(table, options, output);
  const whole = fitTable(table, choices);
  const sampleShape = checkInput(model, table, whole, input.type);
  checkOutput(model, table, whole, output);
  // Which rows are held out follows from their classes, and means and deviations from the other rows.
  const parts = deal(table, whole, seed);
  const meaning = fitTable(table, { ...choices, rows: parts.train });

  const samples = mapDataset(tableDataset(table, meaning), shapedAs(sampleShape));
  const [train, test] = [subset(samples, parts.train), subset(samples, parts.test)];
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
    ...tableObjective(meaning),
  });
  return {
    name: model.name,
    model: { ...model, variant: { ...model.variant, graphs: { forward: graph! } } },
    recipe,
    judged: false,
    description: { task: "labels" in meaning ? "table-classification" : "table-regression", meaning },
    data: path,
  };
}

/** The table, and a line on how it was read. */
async function read(path: string, { header, delimiter, target }: TableOptions): Promise<Table> {
  const table = await readTable(path, {
    ...(header !== undefined && { header: header === "yes" }),
    ...(delimiter !== undefined && { delimiter }),
    ...(target !== undefined && { target }),
  });
  note(`note: ${path}: ${table.notes.join("; ")}`);
  if (target !== undefined && isPosition(target, table.columns.length)) {
    const column = targetColumn(table, target) + 1;
    if (column !== Number(target))
      note(`note: --target ${target} is the column of that name, which is number ${column}`);
  }
  return table;
}

/** What the options say of the columns, and, where they do not say what the target is, the network's one output. */
function chosen(
  table: Table,
  { target, task, categorical, missing }: TableOptions,
  output: NetworkOutput,
): TableChoices {
  const known: TableChoices = {
    ...(target !== undefined && { target }),
    ...(categorical !== undefined && { categorical: categorical === "auto" ? categorical : categorical.split(",") }),
    ...(missing !== undefined && { missing }),
  };
  if (task !== undefined) return { ...known, task };
  return output.size === 1 && isQuantitative(table, targetColumn(table, target))
    ? { ...known, task: "regression" }
    : known;
}

interface NetworkOutput {
  /** Of a sample. */
  readonly shape: readonly number[];
  readonly size: number;
  /** For errors. */
  readonly text: string;
}

/** Traces the network once, so that what does not fit is found before anything is trained. */
function outputOf({ name, variant }: ResolvedModel, input: SingleInput): NetworkOutput {
  const graph = specialize(trace(variant.create(), { [input.name]: input.type }, { name }), { N: 1 });
  const text = graph.outputs.map((each) => `${each.name} ${describeType(each.tensor)}`).join(", ");
  const [output, ...further] = graph.outputs;
  check(output !== undefined && further.length === 0, () => `${name} returns ${text}: expected one tensor`);
  const [, ...shape] = numericShape(output.tensor.shape, "training");
  return { shape, size: sizeOf(shape), text };
}

/** The shape of a sample: features fill the network's input row by row. */
function checkInput(
  { name }: ResolvedModel,
  { name: file }: Table,
  { preprocessing }: TableMeaning,
  type: TensorType,
): readonly number[] {
  const shape = type.shape.slice(1);
  check(
    isNumeric(shape),
    () => `${name} takes ${describeType(type)}: give its sizes as numbers, such as --input 1x1x8x8`,
  );
  const features = featureNames(preprocessing);
  check(
    type.dtype === "float32" && sizeOf(shape) === features.length,
    () =>
      `${file} has ${features.length} features, but ${name} takes ${describeType(type)}, ${sizeOf(shape)} numbers a sample: ` +
      `the features are ${listed(features)}`,
  );
  return shape;
}

/** Says what is learned, and that the network has an output for it. */
function checkOutput(
  { name }: ResolvedModel,
  table: Table,
  meaning: TableMeaning,
  { shape, size, text }: NetworkOutput,
): void {
  const { name: target, position } = meaning.preprocessing.target!;
  if (!("labels" in meaning)) {
    check(
      size === 1,
      () => `${table.name} has a quantity to predict, ${target}, but ${name} returns ${text}: expected [N, 1]`,
    );
    note(`note: learning ${target}, a quantity (--task classification: classes)`);
    return;
  }
  const { length } = meaning.labels;
  const isOpen = isQuantitative(table, position);
  check(
    shape.length === 1 && size >= length,
    () =>
      `${table.name} has ${length} classes, but ${name} returns ${text}: expected [N, ${length}]` +
      (isOpen ? `, or [N, 1] and --task regression if ${target} is a quantity` : ""),
  );
  const otherwise = isOpen ? " (--task regression: a quantity, for a network with one output)" : "";
  note(`note: learning ${target}, the classes ${listed(meaning.labels)}${otherwise}`);
  if (size > length) note(`note: ${name} has ${size} outputs for the ${length} classes of ${table.name}`);
}

/** Which rows are learned from and which are held out. */
function deal(table: Table, meaning: TableMeaning, seed: number) {
  const row = ndarray(Int32Array.from(table.rows.keys()));
  const all = arrayDataset({ name: table.name, arrays: { row, y: targetsOf(table, meaning) } });
  const fractions = [trainingShare, 1 - trainingShare];
  const [train, test] = splitDataset(all, { fractions, seed, ...("labels" in meaning && { stratifyBy: "y" }) }) as [
    Dataset,
    Dataset,
  ];
  check(train.size > 0 && test.size > 0, () => `${table.name}: has ${all.size} rows, too few to hold some out`);
  return { train: everything(train)["row"]!.data, test: everything(test)["row"]!.data };
}

function shapedAs(sampleShape: readonly number[]): BatchTransform {
  return ({ x, ...rest }) => ({ x: ndarray(x!.data, [x!.shape[0]!, ...sampleShape]), ...rest });
}

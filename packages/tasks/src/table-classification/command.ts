import {
  BlockzooError,
  check,
  isNumeric,
  messageOf,
  ndarray,
  sizeOf,
  type NDArray,
  type TensorType,
} from "@blockzoo/core";
import type { TaskCommand } from "@blockzoo/family";
import { classesAnswer } from "../answers/classes-answer.js";
import { endingOf, readFile, readNpy } from "../answers/read-file.js";
import type { TableClasses, TablePreprocessing } from "./table-classes.js";
import { preprocessRow, type TableClassifier } from "./table-classifier.js";

export const command: TaskCommand<TableClasses, TableClassifier> = {
  takes: "rows of a table (.csv), or a prepared tensor (.npy)",
  async answer({ input, networks: { forward }, meaning: { preprocessing, labels }, top }) {
    const { input: types, output } = forward!;
    const [name, type] = Object.entries(types)[0]! as [string, TensorType];
    const rows =
      endingOf(input) === ".npy" ? await readNpy(input) : batchOfRows(input, await rowsOf(input), type, preprocessing);
    return classesAnswer((await forward!.outputs({ [name]: rows }))[output]!, { name: output, labels, top });
  },
};

/** The numbers of each line. A first line in which not all are numbers holds names. */
async function rowsOf(path: string): Promise<number[][]> {
  const lines = new TextDecoder()
    .decode(await readFile(path))
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const rows = lines.map((line) => line.split(",").map((cell) => (cell.trim() === "" ? Number.NaN : Number(cell))));
  if (rows[0]?.some(Number.isNaN)) rows.shift();
  check(rows.length > 0, () => `${path}: holds no row of numbers`);
  return rows;
}

function batchOfRows(path: string, rows: number[][], type: TensorType, preprocessing: TablePreprocessing): NDArray {
  const data = rows.flatMap((row, index) => {
    try {
      return [...preprocessRow(row, preprocessing).data];
    } catch (cause) {
      throw new BlockzooError(`${path}: row ${index + 1} of numbers: ${messageOf(cause)}`, { cause });
    }
  });
  return ndarray(new Float32Array(data), [rows.length, ...sampleShape(type, preprocessing.columns.length)]);
}

/** A row fills the network's input where it has as many numbers: 64 columns are an image of 8x8. */
function sampleShape(type: TensorType, columns: number): readonly number[] {
  const shape = type.shape.slice(1);
  return isNumeric(shape) && sizeOf(shape) === columns ? shape : [columns];
}

import { readFile } from "node:fs/promises";
import { extname } from "node:path";
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
import { parseNpy } from "@blockzoo/data";
import { preprocessImage, readImage } from "@blockzoo/data/images";
import { type Preprocessing, preprocessRow, type TablePreprocessing } from "@blockzoo/family";
import type { ChosenWeights } from "../models/weights.js";
import { npyInput } from "./npy-input.js";

/** What a file holds for a network: a batch, prepared as the weights ask for. */
export async function readInput(path: string, type: TensorType | undefined, weights: ChosenWeights): Promise<NDArray> {
  switch (extname(path).toLowerCase()) {
    case ".npy":
      return npyInput(parseNpy(await read(path), { name: path }), { path, type, weights });
    case ".png":
    case ".jpg":
    case ".jpeg": {
      const image = preprocessImage(await readImage(path), preprocessingOf("image", path, weights));
      return { ...image, shape: [1, ...image.shape] };
    }
    case ".csv":
      return batchOfRows(path, rowsOf(new TextDecoder().decode(await read(path)), path), type, weights);
    default:
      throw new BlockzooError(`${path}: expected a file .npy, .png, .jpg or .csv`);
  }
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new BlockzooError(`${path}: cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function preprocessingOf<Kind extends Preprocessing["kind"]>(kind: Kind, path: string, weights: ChosenWeights) {
  const { preprocessing, source } = weights;
  const what = kind === "image" ? "an image" : "a row of a table";
  if (preprocessing === undefined) {
    throw new BlockzooError(
      `${path}: the weights ${source} do not say how ${what} becomes an input: give a prepared .npy file`,
    );
  }
  check(preprocessing.kind === kind, () => `${path}: the weights ${source} take a ${preprocessing.kind}, not ${what}`);
  return preprocessing as Extract<Preprocessing, { readonly kind: Kind }>;
}

/** The numbers of each line. A first line in which not all are numbers holds names. */
function rowsOf(text: string, path: string): number[][] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const rows = lines.map((line) => line.split(",").map((cell) => (cell.trim() === "" ? Number.NaN : Number(cell))));
  if (rows[0]?.some(Number.isNaN)) rows.shift();
  check(rows.length > 0, () => `${path}: holds no row of numbers`);
  return rows;
}

function batchOfRows(path: string, rows: number[][], type: TensorType | undefined, weights: ChosenWeights): NDArray {
  const preprocessing: TablePreprocessing = preprocessingOf("table", path, weights);
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
function sampleShape(type: TensorType | undefined, columns: number): readonly number[] {
  const shape = type?.shape.slice(1) ?? [];
  return isNumeric(shape) && sizeOf(shape) === columns ? shape : [columns];
}

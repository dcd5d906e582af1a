import { check, ndarray, type NDArray } from "@blockzoo/core";
import { arrayDataset, type Dataset } from "../dataset.js";
import type { FittedPreprocessing } from "./fit-preprocessing.js";
import { prepareRows } from "./prepare-rows.js";
import type { QuantityTarget, TableTarget } from "./preprocessing.js";
import { listed, type Table } from "./table.js";
import { classesOf, quantitiesOf } from "./targets.js";

/** The rows of a table as samples: `x` float32[features], and `y`, a class or a standardised quantity. */
export function tableDataset(table: Table, preprocessing: FittedPreprocessing): Dataset {
  const { target } = preprocessing;
  return arrayDataset({
    name: table.name,
    arrays: { x: prepareRows(table, preprocessing).x, y: targetsOf(table, target) },
    ...(target.kind === "class" && { labels: target.labels }),
  });
}

/** int32 [rows] of classes, or float32 [rows] of quantities with mean 0 and deviation 1. */
export function targetsOf(table: Table, target: TableTarget): NDArray {
  const column = table.hasHeader ? table.columns.indexOf(target.name) : target.position;
  check(
    table.columns[column] !== undefined,
    () => `${table.name}: has no column ${JSON.stringify(target.name)} to predict: it has ${listed(table.columns)}`,
  );
  if (target.kind === "class") return classesOf(table, column, target.labels);
  const { mean, deviation } = target;
  return ndarray(Float32Array.from(quantitiesOf(table, column), (value) => (value - mean) / deviation));
}

/** What a network says of quantities, float32 of any shape, on the scale of the table. */
export function scaleBack({ data, shape }: NDArray, { mean, deviation }: QuantityTarget): NDArray {
  return ndarray(
    Float32Array.from(data, (value) => mean + deviation * value),
    shape,
  );
}

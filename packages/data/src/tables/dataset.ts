import { check, ndarray, type NDArray } from "@blockzoo/core";
import { arrayDataset, type Dataset } from "../dataset.js";
import type { TableClasses, TableQuantity } from "./fit-table.js";
import { prepareRows } from "./prepare-rows.js";
import { listed, type Table } from "./table.js";
import { classesOf, quantitiesOf } from "./targets.js";

/** The rows of a table as samples: `x` float32[features], and `y`, a class or a standardised quantity. */
export function tableDataset(table: Table, meaning: TableClasses | TableQuantity): Dataset {
  return arrayDataset({
    name: table.name,
    arrays: { x: prepareRows(table, meaning.preprocessing).x, y: targetsOf(table, meaning) },
    ...("labels" in meaning && { labels: meaning.labels }),
  });
}

/** int32 [rows] of classes, or float32 [rows] of quantities with mean 0 and deviation 1. */
export function targetsOf(table: Table, meaning: TableClasses | TableQuantity): NDArray {
  const { target } = meaning.preprocessing;
  check(target !== undefined, () => `${table.name}: it is not known which column is predicted`);
  const column = table.hasHeader ? table.columns.indexOf(target.name) : target.position;
  check(
    table.columns[column] !== undefined,
    () => `${table.name}: has no column ${JSON.stringify(target.name)} to predict: it has ${listed(table.columns)}`,
  );
  if ("labels" in meaning) return classesOf(table, column, meaning.labels);
  const { mean, deviation } = meaning.quantity;
  return ndarray(Float32Array.from(quantitiesOf(table, column), (value) => (value - mean) / deviation));
}

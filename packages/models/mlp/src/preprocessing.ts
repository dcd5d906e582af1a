import type { TablePreprocessing } from "@blockzoo/tasks/table-classification";

/** Iris: centimetres, centred and scaled by rounded means and deviations of the species together. */
export const irisPreprocessing = {
  kind: "table",
  columns: ["sepal length", "sepal width", "petal length", "petal width"],
  mean: [5.8, 3.1, 3.8, 1.2],
  deviation: [0.8, 0.4, 1.8, 0.8],
} as const satisfies TablePreprocessing;

import type { TablePreprocessing } from "@blockzoo/tasks/table-classification";

/** Iris: centimetres, centred and scaled by rounded means and deviations of the species together. */
export const irisPreprocessing = {
  kind: "table",
  columns: [
    { name: "sepal length", kind: "number", mean: 5.8, deviation: 0.8 },
    { name: "sepal width", kind: "number", mean: 3.1, deviation: 0.4 },
    { name: "petal length", kind: "number", mean: 3.8, deviation: 1.8 },
    { name: "petal width", kind: "number", mean: 1.2, deviation: 0.8 },
  ],
  target: { name: "species", position: 4 },
} as const satisfies TablePreprocessing;

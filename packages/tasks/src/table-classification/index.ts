import type { Task } from "@blockzoo/family";
import { checkLabels } from "../classes/check-labels.js";
import { preparedRows } from "./prepared-rows.js";
import { parseTableClasses, type TableClasses } from "./table-classes.js";
import { tableClassifier, type TableClassifier } from "./table-classifier.js";

export type { ClassifyOptions, Prediction } from "../classes/prediction.js";
export { parseTableClasses, type TableClasses, type TablePreprocessing } from "./table-classes.js";
export { preprocessRow, type TableClassifier } from "./table-classifier.js";

/** Says to which class a row of a table belongs. */
export function tableClassification(): Task<TableClasses, TableClassifier, "forward"> {
  return {
    name: "table-classification",
    graphs: ["forward"],
    parseMeaning: parseTableClasses,
    checkMeaning: ({ labels }, variant, where) => checkLabels(labels, variant, where),
    use: tableClassifier,
    drill: async () => (await import("../drills/classes.js")).classesDrill,
    exported: ({ preprocessing, labels }) => ({ forward: { prepare: preparedRows(preprocessing), labels } }),
    command: async () => (await import("./command.js")).command,
  };
}

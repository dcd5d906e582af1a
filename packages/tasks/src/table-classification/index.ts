import type { TableClasses } from "@blockzoo/data/tables";
import type { Task } from "@blockzoo/family";
import { checkLabels } from "../classes/check-labels.js";
import { preparedRows } from "../tables/prepared-rows.js";
import { parseTableClasses } from "./table-classes.js";
import { tableClassifier, type TableClassifier } from "./table-classifier.js";

export type { TableClasses, TablePreprocessing } from "@blockzoo/data/tables";
export type { ClassifyOptions, Prediction } from "../classes/prediction.js";
export type { TableRow } from "../tables/feed-rows.js";
export { parseTableClasses } from "./table-classes.js";
export type { TableClassifier } from "./table-classifier.js";

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

export { scaleBack, tableDataset, targetsOf } from "./dataset.js";
export type { Delimiter } from "./delimiter.js";
export { fitPreprocessing, type FittedPreprocessing, type TableChoices } from "./fit-preprocessing.js";
export { prepareRows, tableOfRows, type PreparedRows } from "./prepare-rows.js";
export {
  featureNames,
  parseTablePreprocessing,
  type CategoryColumn,
  type ClassTarget,
  type NumberColumn,
  type QuantityTarget,
  type TableColumn,
  type TablePreprocessing,
  type TableTarget,
} from "./preprocessing.js";
export { cellPlace, columnIndex, listed, parseTable, type Table, type TableOptions } from "./table.js";
export { taskOf, type TableTask } from "./targets.js";

export { tableDataset, targetsOf } from "./dataset.js";
export { fitTable, type TableChoices, type TableClasses, type TableQuantity } from "./fit-table.js";
export { parseTable, type TableOptions } from "./parse-table.js";
export { prepareRows, tableOfRows, type PreparedRows } from "./prepare-rows.js";
export {
  featureNames,
  parseTablePreprocessing,
  type CategoryColumn,
  type NumberColumn,
  type TableColumn,
  type TablePreprocessing,
  type TargetColumn,
} from "./preprocessing.js";
export { parseQuantity, scaleBack, type Quantity } from "./quantity.js";
export { columnIndex, isPosition, listed, targetColumn, type Table } from "./table.js";
export { isQuantitative, taskOf, type TableTask } from "./targets.js";

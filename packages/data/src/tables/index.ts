export type { Delimiter } from "./delimiter.js";
export { cellPlace, columnIndex, listed, parseTable, type Table, type TableOptions } from "./table.js";

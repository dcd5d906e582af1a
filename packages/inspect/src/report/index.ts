export { type HistoryEntry } from "./history.js";
export { reportHtml, type BaselineRow, type ReportContent } from "./report.js";

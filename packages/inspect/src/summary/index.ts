export {
  summarize,
  type BlockSummary,
  type Summary,
  type SummaryOptions,
  type SummaryTotals,
  type TensorSummary,
} from "./summary.js";
export { summaryTable } from "./table.js";

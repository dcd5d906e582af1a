import { bytes, compact, thousands } from "../drawing/numbers.js";
import type { BlockSummary, Summary, TensorSummary } from "./summary.js";

const heading = ["path", "type", "output", "parameters", "MACs", "activations"];

/** A summary as text for a terminal: one line for each block, and for each further output of a block; then the totals. */
export function summaryTable(summary: Summary): string {
  const rows = [
    ...summary.inputs.map((input) => [input.name, "input", shapeText(input), "", "", thousands(valuesIn(input))]),
    ...summary.blocks.flatMap(blockRows),
  ];
  const { totals } = summary;
  const sums = ["total", "", "", totals.parameters, totals.macs, totals.activations].map((cell) =>
    typeof cell === "number" ? thousands(cell) : cell,
  );
  const widths = heading.map((_, column) => Math.max(...[heading, ...rows, sums].map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column < 3 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd();
  const rule = "-".repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [
    `${summary.model} (${summary.mode})`,
    line(heading),
    rule,
    ...rows.map(line),
    rule,
    line(sums),
    "",
    ...facts(summary),
  ].join("\n");
}

function blockRows(block: BlockSummary): string[][] {
  const [first, ...further] = block.outputs;
  const path = block.path === "" ? "(model)" : block.path;
  const type = block.calls > 1 ? `${block.type} x${block.calls}` : block.type;
  const numbers = [block.parameters, block.macs, block.activations].map((value) =>
    value === 0 ? "" : thousands(value),
  );
  const output = first === undefined ? (block.calls === 0 ? "(not called)" : "") : outputText(first);
  return [[path, type, output, ...numbers], ...further.map((each) => ["", "", outputText(each), "", "", ""])];
}

function facts({ totals }: Summary): string[] {
  const counts = [`${thousands(totals.trainable)} trainable`, `${thousands(totals.buffers)} in buffers`];
  return [
    `parameters       ${thousands(totals.parameters)} (${counts.join(", ")})`,
    `MACs             ${compact(totals.macs)}`,
    `activations      ${bytes(totals.activationBytes)}`,
    `training memory  about ${bytes(totals.trainingBytes)}`,
  ];
}

function outputText(tensor: TensorSummary): string {
  return tensor.name === "" ? shapeText(tensor) : `${tensor.name} ${shapeText(tensor)}`;
}

function shapeText({ shape, dtype }: TensorSummary): string {
  const sizes = shape.length === 0 ? "scalar" : shape.join("x");
  return dtype === "float32" ? sizes : `${sizes} ${dtype}`;
}

function valuesIn({ shape }: TensorSummary): number {
  return shape.reduce((product, size) => product * size, 1);
}

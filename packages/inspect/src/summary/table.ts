import { bytes, compact, thousands } from "../drawing/numbers.js";
import type { BlockSummary, Summary, TensorSummary } from "./summary.js";

const heading = ["path", "type", "output", "parameters", "%", "MACs", "%", "activations", "%", "training"];

/**
 * A summary as text for a terminal: one line for each block, with its share of the whole, and for each further output of
 * a block; then the totals, and where most of each sits.
 */
export function summaryTable(summary: Summary): string {
  const rows = [...summary.inputs.map((input) => inputRow(input, summary)), ...summary.blocks.flatMap(blockRows)];
  const { totals } = summary;
  const counts = [totals.parameters, totals.macs, totals.activations].flatMap((count) => [thousands(count), ""]);
  const sums = ["total", "", "", ...counts, bytes(totals.trainingBytes)];
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
  const type = block.calls > 1 ? `${block.type} x${block.calls}` : block.type;
  const numbers = [
    ...(["parameters", "macs", "activations"] as const).flatMap((column) =>
      counted(block[column], block.shares[column]),
    ),
    block.trainingBytes === 0 ? "" : bytes(block.trainingBytes),
  ];
  const output = first === undefined ? (block.calls === 0 ? "(not called)" : "") : outputText(first);
  return [
    [pathText(block), type, output, ...numbers],
    ...further.map((each) => ["", "", outputText(each), ...numbers.map(() => "")]),
  ];
}

function inputRow(input: TensorSummary, { totals }: Summary): string[] {
  const values = valuesIn(input);
  const activations = counted(values, values / totals.activations);
  return [input.name, "input", shapeText(input), "", "", "", "", ...activations, bytes(4 * values)];
}

/** A count and its share in percent; nothing for nothing. */
function counted(value: number, share: number): string[] {
  return value === 0 ? ["", ""] : [thousands(value), (100 * share).toFixed(1)];
}

function facts({ totals, blocks }: Summary): string[] {
  const most = (column: "parameters" | "macs" | "activations") => {
    const first = blocks.reduce((best, block) => (block[column] > best[column] ? block : best));
    const share = (100 * first.shares[column]).toFixed(1);
    return first[column] === 0 || blocks.length === 1 ? "" : `; most in ${pathText(first)}, ${share} %`;
  };
  const counts = [`${thousands(totals.trainable)} trainable`, `${thousands(totals.buffers)} in buffers`];
  return [
    `parameters       ${thousands(totals.parameters)} (${counts.join(", ")})${most("parameters")}`,
    `MACs             ${compact(totals.macs)}${most("macs")}`,
    `activations      ${bytes(totals.activationBytes)}${most("activations")}`,
    `training memory  about ${bytes(totals.trainingBytes)}`,
  ];
}

function pathText({ path }: BlockSummary): string {
  return path === "" ? "(model)" : path;
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

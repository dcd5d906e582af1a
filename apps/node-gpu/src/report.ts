import { difference, ndarray } from "@blockzoo/core";
import type { Devices } from "./find-devices.js";
import type { Measurement } from "./measure.js";

/** One workload on both devices. */
export interface Comparison {
  readonly title: string;
  readonly batchSize: number;
  readonly steps: number;
  readonly cpu: Measurement;
  readonly accelerator: Measurement | undefined;
}

/** How far the first losses of two devices may be apart, in core's measure of difference. */
const lossTolerance = 1e-3;

export function lossDifference({ cpu, accelerator }: Comparison): number | undefined {
  return accelerator && difference(ndarray([...accelerator.losses]), ndarray([...cpu.losses]));
}

export function lossesAgree(comparison: Comparison): boolean {
  return (lossDifference(comparison) ?? 0) <= lossTolerance;
}

/** The document of `--json`. */
export function documentOf({ cpu, accelerator, refused }: Devices, comparisons: readonly Comparison[]) {
  return {
    cpu: { name: cpu.name, ...cpu.capabilities },
    accelerator: accelerator && {
      name: accelerator.backend.name,
      ...accelerator.backend.capabilities,
      graphics: accelerator.graphics,
    },
    refused: refused.map(({ name, reason }) => ({ name, reason })),
    networks: comparisons.map((comparison) => ({
      ...comparison,
      lossDifference: lossDifference(comparison),
      agree: lossesAgree(comparison),
    })),
  };
}

/** What was found on this machine, and what not, a line each. */
export function devicesText({ cpu, accelerator, refused }: Devices): string {
  const { runtime, threads } = cpu.capabilities;
  return [
    ...refused.map(({ name, reason }) => `not ${name}: ${reason}`),
    accelerator === undefined
      ? "no accelerator works here: the table has the CPU only"
      : `accelerator: ${accelerator.backend.name}, ${accelerator.backend.capabilities.runtime}${hardwareText(accelerator)}`,
    `CPU: ${cpu.name}, ${runtime}, ${threads} threads`,
  ].join("\n");
}

function hardwareText({ graphics }: NonNullable<Devices["accelerator"]>): string {
  const name = graphics.name === undefined ? "" : `, ${graphics.name}`;
  return graphics.isSoftware
    ? `${name}: software that computes on the CPU, so that this shows that it works and not how fast a GPU is`
    : name;
}

type Row = readonly [title: string, accelerator: string, cpu: string, ratio: string];

export function tableText(comparisons: readonly Comparison[]): string {
  const header: Row = ["", "accelerator", "CPU", "times as fast"];
  const rows = [header, ...comparisons.flatMap(rowsOf)];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: Row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd();
  return rows.map(line).join("\n");
}

function rowsOf(comparison: Comparison): Row[] {
  const { title, batchSize, steps, cpu, accelerator } = comparison;
  const row = (name: string, value: (measured: Measurement) => number, digits: number): Row => {
    const text = (measured: Measurement | undefined) =>
      measured === undefined ? "-" : value(measured).toFixed(digits);
    return [`  ${name}`, text(accelerator), text(cpu), ""];
  };
  const rate = (name: string, of: (measured: Measurement) => number): Row => {
    const [label, onAccelerator, onCpu] = row(name, of, 0);
    return [label, onAccelerator, onCpu, accelerator === undefined ? "" : (of(accelerator) / of(cpu)).toFixed(2)];
  };
  return [
    [`${title}, ${steps} steps of ${batchSize} images`, "", "", ""],
    row("ms a training step", ({ millisecondsPerStep }) => millisecondsPerStep, 2),
    rate("images a second, training", ({ trainedImagesPerSecond }) => trainedImagesPerSecond),
    rate("images a second, inference", ({ inferredImagesPerSecond }) => inferredImagesPerSecond),
    row("held-out accuracy", ({ accuracy }) => accuracy, 3),
    [`  ${lossText(comparison)}`, "", "", ""],
  ];
}

function lossText(comparison: Comparison): string {
  const apart = lossDifference(comparison);
  const count = comparison.cpu.losses.length;
  if (apart === undefined) return `first ${count} losses: nothing to compare with`;
  const verdict = lossesAgree(comparison) ? "agree" : "DO NOT AGREE";
  return `first ${count} losses ${verdict}: apart by at most ${apart.toExponential(1)}, allowed ${lossTolerance}`;
}

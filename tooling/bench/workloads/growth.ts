// Workloads that differ in one size, small ones, by which it is seen how times grow with it.
import { cifarResNet, sgd } from "./images.js";
import { sequenceLstm } from "./sequences.js";
import type { Workload } from "./workload.js";

/** A size that grows, and the training step of each. */
export interface Series {
  readonly title: string;
  readonly sizes: readonly number[];
  readonly workload: (size: number) => Omit<Workload, "title" | "steps">;
}

export const growthSeries = {
  batch: {
    title: "batch of ResNet-20, 3x32x32",
    sizes: [4, 8, 16, 32],
    workload: (batch) => cifarResNet({ layers: 20, batch, side: 32 }),
  },
  depth: {
    title: "layers of a ResNet, batch 4 of 3x32x32",
    sizes: [8, 20, 44, 92],
    // With a larger rate, 92 layers amplify rounding within four steps to more than contenders may differ by.
    workload: (layers) => ({
      ...cifarResNet({ layers, batch: 4, side: 32 }),
      optimizer: { ...sgd, learningRate: 1e-4 },
    }),
  },
  length: {
    title: "steps of two LSTMs of 48, batch 50",
    sizes: [25, 50, 100, 200],
    workload: (length) => sequenceLstm(48, length, 1),
  },
  side: {
    title: "height and width of images, ResNet-20, batch 4",
    sizes: [16, 32, 64, 128],
    workload: (side) => cifarResNet({ layers: 20, batch: 4, side }),
  },
} as const satisfies Readonly<Record<string, Series>>;

/** By the names that {@link growthName} gives. */
export const growthWorkloads: Readonly<Record<string, Workload>> = Object.fromEntries(
  Object.entries(growthSeries).flatMap(([name, { title, sizes, workload }]) =>
    sizes.map((size) => [growthName(name, size), { ...workload(size), title: `${size}: ${title}`, steps: 6 }] as const),
  ),
);

export function growthName(series: string, size: number): string {
  return `${series}-${size}`;
}

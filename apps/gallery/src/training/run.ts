import type { Backend } from "@blockzoo/core";
import { batched, glyphs, type Dataset } from "@blockzoo/data";
import type { RecipeProgress } from "@blockzoo/family";
import { LeNet5Modern } from "@blockzoo/lenet";
import { adam, crossEntropy, fit, type FitResult } from "@blockzoo/train";
import { privateCheckpoints, removePrivateCheckpoints } from "@blockzoo/train/browser";
import { totalSteps } from "./length.js";

const name = "lenet5-glyphs";

const validateEvery = 50;
const saveEvery = 25;

let data: { readonly train: Dataset; readonly test: Dataset } | undefined;

/** The hard glyphs of the recipe; drawing them takes a second. */
function dataSets() {
  data ??= { train: glyphs({ count: 6000, seed: 0 }), test: glyphs({ count: 1000, seed: 1 }) };
  return data;
}

export interface TrainingOptions {
  readonly backend: Backend;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: RecipeProgress) => void;
}

/** Trains LeNet-5 from where it was stopped, on whatever runtime that was, to the end or to where it is aborted. */
export async function train({ backend, signal, onProgress }: TrainingOptions): Promise<FitResult> {
  const { train: samples, test } = dataSets();
  const checkpoints = await privateCheckpoints(name);
  return fit(new LeNet5Modern(), {
    data: batched(samples, { batchSize: 64, seed: 1000 }),
    loss: (model, { x, y }) => crossEntropy(model.forward(x), y),
    optimizer: adam({ learningRate: 1e-3 }),
    steps: totalSteps,
    backend,
    signal,
    onProgress,
    validation: {
      data: batched(test, { batchSize: 100, sampling: "sequential" }),
      everySteps: validateEvery,
    },
    checkpoint: { to: checkpoints, everySteps: saveEvery },
    resume: (await checkpoints.read()) !== undefined,
  });
}

/** What was kept of a run when the page was closed. */
export async function restore(backend: Backend): Promise<FitResult | undefined> {
  const checkpoints = await privateCheckpoints(name);
  if ((await checkpoints.read()) === undefined) return undefined;
  return train({ backend, signal: AbortSignal.abort() });
}

export function forget(): Promise<void> {
  return removePrivateCheckpoints(name);
}

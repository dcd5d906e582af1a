import type { Backend } from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";
import { adam, compileTrainStep, typesOf } from "@blockzoo/train";

/** How a variant is trained on a few samples. */
export interface Training {
  /** Default 150. */
  readonly steps?: number;
  /** Of Adam. Default 3e-3. */
  readonly learningRate?: number;
}

const samples = 32;

/** The loss of each step on 32 samples of the drill of a variant's task. */
export async function overfit(
  variant: Variant,
  backend: Backend,
  { steps = 150, learningRate = 3e-3 }: Training,
): Promise<number[]> {
  const model = variant.create();
  const drill = await variant.task.drill();
  const batch = drill.batch(variant, { samples, seed: 0 });
  const training = await compileTrainStep({
    model,
    types: typesOf(batch),
    loss: (_, inputs) => drill.loss(variant, model, inputs),
    optimizer: adam({ learningRate }),
    backend,
  });
  try {
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) losses.push((await training.step(batch)).loss);
    return losses;
  } finally {
    training.dispose();
  }
}

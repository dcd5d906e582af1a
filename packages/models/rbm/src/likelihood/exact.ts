import {
  float32,
  referenceBackend,
  trace,
  type Feeds,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import type { Rbm } from "../rbm.js";
import { logLikelihood, logPartition } from "./log-partition.js";

/**
 * {@link logPartition} for given weights, in double precision.
 *
 * @throws BlockzooError where the smaller layer of Bernoulli units has more than 25
 */
export async function exactLogPartition(machine: Rbm, { weights }: { readonly weights: StateDict }): Promise<number> {
  const [logZ] = await inDoubles(machine, { weights, feeds: {} }, () => logPartition(machine));
  return logZ!;
}

/**
 * {@link logLikelihood} of each row of visible units [N, visible] for given weights, in double precision.
 *
 * @returns N numbers, in nats
 * @throws BlockzooError where the smaller layer of Bernoulli units has more than 25
 * @example const each = await exactLogLikelihoods(machine, { weights, visible: images });
 */
export async function exactLogLikelihoods(
  machine: Rbm,
  { weights, visible }: { readonly weights: StateDict; readonly visible: NDArray },
): Promise<number[]> {
  return inDoubles(machine, { weights, feeds: { visible } }, (inputs) => logLikelihood(machine, inputs["visible"]!));
}

async function inDoubles(
  model: Rbm,
  { weights, feeds }: { readonly weights: StateDict; readonly feeds: Feeds },
  run: (inputs: Readonly<Record<string, Tensor>>) => Tensor,
): Promise<number[]> {
  const types = Object.fromEntries(Object.entries(feeds).map(([name, { shape }]) => [name, float32(...shape)]));
  const executable = await referenceBackend({ float64: true }).compile(trace(run, types, { model }), { weights });
  const { outputs } = await executable.run(feeds);
  return [...outputs["output"]!.data];
}

import { float32, referenceBackend, trace, type NDArray, type StateDict } from "@blockzoo/core";
import type { Rbm } from "../rbm.js";
import { logLikelihood } from "./log-partition.js";

/**
 * log P(v) of each row of visible units for given weights, exactly and in double precision: see {@link logLikelihood}.
 *
 * @param visible [N, visible]
 * @returns N numbers, in nats
 * @throws BlockzooError where the smaller layer of Bernoulli units has more than 25
 * @example const each = await exactLogLikelihoods(machine, { weights, visible: images });
 */
export async function exactLogLikelihoods(
  machine: Rbm,
  { weights, visible }: { readonly weights: StateDict; readonly visible: NDArray },
): Promise<number[]> {
  const graph = trace(
    ({ visible: v }) => logLikelihood(machine, v),
    { visible: float32(...visible.shape) },
    { model: machine },
  );
  const executable = await referenceBackend({ float64: true }).compile(graph, { weights });
  const { outputs } = await executable.run({ visible });
  return [...outputs["output"]!.data];
}

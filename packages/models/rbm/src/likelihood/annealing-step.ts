import { add, matMul, mul, reduceSum, sub, type Tensor } from "@blockzoo/core";
import type { Rbm } from "../rbm.js";
import { unitRules } from "../units.js";

/** What a step takes: see ./annealed-importance-sampling.ts for the notation. */
type AnnealingInput = "state" | "from" | "to" | "hiddenNoise" | "visibleNoise";

/**
 * How much likelier a rise of β from `from` to `to` makes states [chains, visible], `growth` [chains], and the states to which a
 * step of Gibbs sampling at `to` leads.
 */
export function annealingStep(
  machine: Rbm,
  base: Tensor,
  { state, from, to, hiddenNoise, visibleNoise }: Readonly<Record<AnnealingInput, Tensor>>,
): Readonly<Record<"state" | "growth" | "baseLogPartition", Tensor>> {
  const [visibleRules, hiddenRules] = [unitRules[machine.visibleUnits], unitRules[machine.hiddenUnits]];
  const toHidden = matMul(state, machine.weight);
  const energyOf = (bias: Tensor) => reduceSum(visibleRules.energy(state, bias), { axes: [-1] });
  const gain = sub(energyOf(base), energyOf(machine.visibleBias.read()));
  const summedOut = (beta: Tensor) =>
    reduceSum(hiddenRules.summedOut(mul(toHidden, beta), mul(machine.hiddenBias, beta)), { axes: [-1] });
  const growth = add(mul(gain, sub(to, from)), sub(summedOut(to), summedOut(from)));

  const hidden = hiddenRules.sample(hiddenRules.mean(mul(toHidden, to), mul(machine.hiddenBias, to)), hiddenNoise);
  const bias = add(mul(base, sub(1, to)), mul(machine.visibleBias, to));
  const toVisible = mul(matMul(hidden, machine.weight, { transposeB: true }), to);
  const next = visibleRules.sample(visibleRules.mean(toVisible, bias), visibleNoise);

  const [, hiddenUnits] = machine.weight.shape as [number, number];
  const baseLogPartition = add(reduceSum(visibleRules.summedOut(mul(base, 0), base)), hiddenUnits * Math.LN2);
  return { state: next, growth, baseLogPartition };
}

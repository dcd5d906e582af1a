import {
  add,
  check,
  concat,
  exp,
  expand,
  log,
  ndarray,
  neg,
  reduceMax,
  reduceSum,
  reshape,
  scan,
  stopGradient,
  sub,
  tensor,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import type { Rbm } from "../rbm.js";

/** The most units whose states are all counted. */
const mostUnits = 25;
/** The states of so many units are one batch: 1,024 of them. */
const batchedUnits = 10;

/**
 * log Z, exactly: the sum over all states of the smaller layer, the other layer being summed out. A function of the parameters,
 * and so differentiable; in the reference's float64 where it is evaluated there. Each unit more doubles the time; memory is that of
 * 1,024 states.
 *
 * @returns a float32 scalar
 * @throws BlockzooError where the smaller layer of Bernoulli units has more than 25
 * @example await evaluate(() => logPartition(machine), { model: machine, weights });
 */
export function logPartition(machine: Rbm): Tensor {
  const { count, freeEnergy } = countedLayer(machine);
  check(
    count <= mostUnits,
    () =>
      `logPartition: the smaller layer has ${count} units, and 2^${count} states are too many to count: ` +
      `it can be done up to ${mostUnits} units; estimate it with annealedImportanceSampling`,
  );
  const inner = Math.min(count, batchedUnits);
  const innerStates = tensor(allStates(inner));
  const outer = count - inner;
  if (outer === 0) return logSumExp(neg(freeEnergy(innerStates)));
  const { outputs } = scan<Record<never, never>, Tensor, Tensor>(
    (carry, state) => {
      const rows = expand(reshape(state, [1, outer]), [2 ** inner, outer]);
      return { carry, output: logSumExp(neg(freeEnergy(concat([rows, innerStates], 1)))) };
    },
    { initial: {}, sequences: tensor(allStates(outer)) },
  );
  return logSumExp(outputs);
}

/**
 * log P(v) of each row of visible units [N, visible], exactly: `-F(v) - log Z`, in nats. A density where they are Gaussian.
 *
 * @returns [N]
 * @throws BlockzooError as {@link logPartition}
 * @example
 * // exact maximum likelihood, what contrastive divergence stands for
 * loss: (machine, { x }) => neg(reduceMean(logLikelihood(machine, x))),
 */
export function logLikelihood(machine: Rbm, visible: Tensor): Tensor {
  return neg(add(machine.freeEnergy(visible), logPartition(machine)));
}

/** The layer whose states are counted: of Bernoulli units, and the smaller of both if both are. */
function countedLayer(machine: Rbm): { readonly count: number; readonly freeEnergy: (states: Tensor) => Tensor } {
  const [visible, hidden] = machine.weight.shape as [number, number];
  const byHidden = machine.visibleUnits === "gaussian" || (machine.hiddenUnits === "bernoulli" && hidden <= visible);
  return byHidden
    ? { count: hidden, freeEnergy: (states) => machine.hiddenFreeEnergy(states) }
    : { count: visible, freeEnergy: (states) => machine.freeEnergy(states) };
}

/** All states of so many units, each as the binary digits of its row: [2^units, units]. */
export function allStates(units: number): NDArray {
  const states = Float32Array.from({ length: 2 ** units * units }, (_, index) => {
    const [row, unit] = [Math.floor(index / units), index % units];
    return (row >> (units - 1 - unit)) & 1;
  });
  return ndarray(states, [2 ** units, units]);
}

/** `log Σ exp x` over all elements of a vector; the maximum is taken out and carries no gradient. */
function logSumExp(x: Tensor): Tensor {
  const largest = stopGradient(reduceMax(x));
  return add(log(reduceSum(exp(sub(x, largest)))), largest);
}

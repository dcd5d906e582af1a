import { add, initialize, type NDArray, type StateDict } from "@blockzoo/core";
import type { BatchSource } from "@blockzoo/data";
import {
  fit,
  fitContext,
  l2Penalty,
  type LearnContext,
  type Learned,
  type Length,
  type Schedule,
  type UpdateRule,
} from "@blockzoo/train";
import { contrastiveDivergence, persistentChain } from "../src/contrastive-divergence.js";
import type { Rbm } from "../src/rbm.js";

export type MachineTraining = Length & {
  /** Batches of visible units `x` [N, visible]. */
  readonly data: BatchSource;
  /** Steps of Gibbs sampling. */
  readonly gibbsSteps: number;
  /** How many chains persist. Default: chains begin at the data. */
  readonly chains?: number | undefined;
  readonly optimizer: UpdateRule;
  readonly schedule?: Schedule;
  /** Of the weights, not of the biases. Default 0. */
  readonly weightDecay?: number;
  /** Default: zeros. */
  readonly firstVisibleBias?: NDArray;
};

/** Trains a machine as a recipe says; what is kept are its own weights, not the state of its chains. */
export async function learnMachine(
  machine: Rbm,
  { data, gibbsSteps, chains, optimizer, schedule, weightDecay = 0, firstVisibleBias, ...length }: MachineTraining,
  context: LearnContext,
): Promise<Learned> {
  const chain = chains === undefined ? undefined : persistentChain(machine, { chains });
  const model = { machine, ...(chain && { chain }) };
  const first = new Map(initialize(model, { seed: context.seeds.weightsSeed }));
  if (firstVisibleBias !== undefined) first.set("machine.visibleBias", firstVisibleBias);
  const { weights, history, finished } = await fit(model, {
    ...fitContext(context),
    ...(context.steps === undefined ? length : { steps: context.steps }),
    weights: first,
    data,
    loss: (_, { x }) =>
      add(
        contrastiveDivergence(machine, x, { steps: gibbsSteps, ...(chain && { chain }) }),
        l2Penalty(machine, { strength: weightDecay, select: (name) => name === "weight" }),
      ),
    optimizer,
    schedule,
  });
  return { weights: weightsOf(weights, "machine"), history, finished };
}

/** The values of one part of what was trained. */
function weightsOf(weights: StateDict, part: string): StateDict {
  const prefix = `${part}.`;
  const own = [...weights].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

import { check, pauses, type StateDict } from "@blockzoo/core";
import type { HistoryPoint } from "@blockzoo/family";
import { checkConfiguration } from "../checkpoint.js";
import { CheckpointKeeper } from "../checkpoint-keeper.js";
import { recipeHash } from "./recipe-hash.js";
import type { LearnContext } from "./recipe.js";

/** What a step gives: the state after it, and what the history shall say of it. */
export interface Stepped extends Pick<HistoryPoint, "epoch" | "loss" | "learningRate" | "metrics"> {
  readonly state: StateDict;
}

export interface StepsOptions {
  /** How many, where the run is not asked for another number. */
  readonly steps: number;
  /** What steps work on, before the first: weights, and all else that they carry on. */
  readonly start: () => StateDict | Promise<StateDict>;
  /** One step, numbered from 0. What it draws must be keyed by the number, so that a stopped run goes on as if it was not. */
  readonly step: (state: StateDict, step: number) => Stepped | Promise<Stepped>;
}

/** Where the steps came to. */
export interface SteppedResult {
  readonly state: StateDict;
  readonly history: readonly HistoryPoint[];
  /** False when the signal stopped them before the last. */
  readonly finished: boolean;
}

/**
 * Learns step by step where there is no gradient to follow: generations of an evolution, sweeps of a Markov chain, batches of
 * a sum. Progress is told, checkpoints are kept, and a run that was stopped goes on to the same numbers, as `fit` does it. One
 * that was begun with other settings or another seed is refused.
 *
 * @example
 * learn: async ({ train }, context) => {
 *   const { state, ...rest } = await learnInSteps(context, {
 *     steps: 100,
 *     start: () => initialize(model, { seed: context.seeds.weightsSeed }),
 *     step: (weights, generation) => fittest(weights, new RandomStream(context.seeds.weightsSeed, "mutations", generation)),
 *   });
 *   return { weights: state, ...rest };
 * }
 * @throws BlockzooError where a checkpoint cannot be read, written or gone on from
 */
export async function learnInSteps(context: LearnContext, options: StepsOptions): Promise<SteppedResult> {
  const { checkpoints, checkpointEvery, signal, onProgress, beforeStep, resume = false } = context;
  const totalSteps = context.steps ?? options.steps;
  const configuration = {
    recipe: context.recipe.id,
    seed: String(context.seeds.weightsSeed),
    "set of settings": await recipeHash(context.recipe),
  };
  check(!resume || checkpoints !== undefined, () => "to go on with a run, give the checkpoints that it has kept");
  const keeper = checkpoints && (await CheckpointKeeper.open(checkpoints));
  const saved = resume ? await keeper?.load() : undefined;
  if (saved === undefined) await keeper?.clear();
  else checkConfiguration(keeper!.place, saved.checkpoint.configuration, configuration);
  const history: HistoryPoint[] = saved?.history ?? [];
  let state = saved?.checkpoint.state ?? (await options.start());

  const isDone = () => history.length >= totalSteps;
  const isOver = () => isDone() || signal?.aborted === true;
  const save = async () =>
    keeper?.save({
      position: { step: history.length, epoch: 0, batch: 0 },
      totalSteps,
      finished: isDone(),
      configuration,
      state,
      best: undefined,
      history,
    });
  const pause = pauses();
  /** There is nothing to adjust in steps that only their function knows; whoever is asked may still take a look, and time. */
  const goesOn = async () => {
    if (isOver() || beforeStep === undefined) return !isOver();
    const adjustment = await beforeStep({ step: history.length, weights: async () => state, save });
    check(
      Object.keys(adjustment ?? {}).length === 0,
      () => `${context.recipe.id} has no ${Object.keys(adjustment!).join(" or ")} to adjust while it runs`,
    );
    return !isOver();
  };
  while (await goesOn()) {
    if (history.length % checkpointEvery === 0) await save();
    const { state: next, ...told } = await options.step(state, history.length);
    state = next;
    const point = { step: history.length + 1, ...told };
    history.push(point);
    onProgress?.({ ...point, totalSteps });
    await pause();
  }
  await save();
  return { state, history, finished: isDone() };
}

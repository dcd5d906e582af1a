import { check, type StateDict } from "@blockzoo/core";
import type { HistoryPoint } from "@blockzoo/family";
import { checkConfiguration, decodeCheckpoint, type Configuration } from "../checkpoint.js";
import { recipeHash } from "./recipe-hash.js";
import type { Learned, LearnContext } from "./recipe.js";
import { movedBy, readStage, stageCheckpoints, type StageStart } from "./stage-checkpoints.js";

/** One training among several that follow each other. */
export interface Stage {
  /** How many steps it takes, where the run is not asked for fewer. */
  readonly steps: number;
  /**
   * Trains for `context.steps`, such as by `fit` with `fitContext(context)`.
   *
   * @param weights what the stage before learned, undefined in the first
   */
  learn(
    context: StageContext,
    weights: StateDict | undefined,
  ): Promise<Pick<Learned, "weights" | "history" | "finished">>;
}

/** That of the run, for one stage. */
export interface StageContext extends LearnContext {
  readonly steps: number;
}

/**
 * Learns in stages, each a training of its own that begins with what the one before learned: layer by layer, or on other data
 * before fine-tuning. It is one run: steps are counted through, and one that was stopped in any stage goes on from there to the
 * same numbers. Asked for a number of steps, every stage takes at most so many.
 *
 * @example
 * learn: ({ train }, context) =>
 *   learnInStages(context, [
 *     { steps: 500, learn: (own) => fit(network, { ...fitContext(own), steps: own.steps, ...pretraining }) },
 *     { steps: 100, learn: (own, weights) => fit(network, { ...fitContext(own), steps: own.steps, weights, ...tuning }) },
 *   ]),
 * @returns the weights of the last stage that was begun, and the history of all
 * @throws BlockzooError where a checkpoint cannot be read, written or gone on from
 */
export async function learnInStages(context: LearnContext, stages: readonly Stage[]): Promise<Learned> {
  const { checkpoints, resume = false, beforeStep } = context;
  const lengths = stages.map(({ steps }) => Math.min(steps, context.steps ?? Infinity));
  const totalSteps = lengths.reduce((sum, length) => sum + length, 0);
  const configuration = { recipe: context.recipe.id, "set of settings": await recipeHash(context.recipe) };
  const begun = await startOf(context, stages.length, configuration);
  let start: StageStart = begun ?? { stage: 0, stepsBefore: 0, totalSteps, weights: undefined, configuration };
  const history: HistoryPoint[] = [];
  for (;;) {
    const { stage, stepsBefore, weights } = start;
    const isBegun = resume && stage === (begun?.stage ?? 0);
    const store = checkpoints && stageCheckpoints(checkpoints, start);
    const own: StageContext = {
      ...context,
      steps: lengths[stage]!,
      resume: isBegun,
      ...(store && { checkpoints: store }),
      onProgress: (point) => context.onProgress?.({ ...movedBy(stepsBefore, point), totalSteps }),
      ...(beforeStep && { beforeStep: (run) => beforeStep({ ...run, step: stepsBefore + run.step }) }),
    };
    const learned = await stages[stage]!.learn(own, weights);
    if (isBegun) history.push(...(store?.pointsBefore ?? []));
    history.push(...learned.history.map((point) => movedBy(stepsBefore, point)));
    if (!learned.finished || stage === stages.length - 1) {
      return { weights: learned.weights, history, finished: learned.finished };
    }
    const stepsSoFar = stepsBefore + learned.history.length;
    start = { stage: stage + 1, stepsBefore: stepsSoFar, totalSteps, weights: learned.weights, configuration };
  }
}

/** Where a run that goes on was; a new one must not replace another that was stopped. */
async function startOf(
  { checkpoints, resume = false }: LearnContext,
  count: number,
  configuration: Configuration,
): Promise<StageStart | undefined> {
  if (checkpoints === undefined) return undefined;
  if (resume) {
    const saved = await readStage(checkpoints);
    // Where there is none, the first stage says so.
    if (saved === undefined) return undefined;
    checkConfiguration(checkpoints.place, saved.configuration, configuration);
    check(
      saved.stage < count,
      () =>
        `the run in ${checkpoints.place} was in stage ${saved.stage + 1}, this one has ${count}: start in another place`,
    );
    return saved;
  }
  if ((await checkpoints.read()) === undefined) return undefined;
  const { stage, stepsBefore, checkpoint } = (await readStage(checkpoints))!;
  const { position, finished } = await decodeCheckpoint(checkpoint, checkpoints.place);
  check(
    (finished && stage === count - 1) || stepsBefore + position.step === 0,
    () =>
      `${checkpoints.place} has a run that was stopped after step ${stepsBefore + position.step}, in stage ${stage + 1} of ` +
      `${count}: resume it, or start in another place, or remove it`,
  );
  return undefined;
}

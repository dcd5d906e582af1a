import type { CheckpointStore, HistoryPoint } from "@blockzoo/family";
import { decodeCheckpoint } from "../checkpoint.js";
import { isOfStages, readStage } from "./stage-checkpoints.js";

/** How far a run is that a store keeps. */
export interface SavedRun {
  /** How many steps were taken. */
  readonly step: number;
  readonly totalSteps: number;
  readonly finished: boolean;
  readonly history: readonly HistoryPoint[];
}

/**
 * What a store says of its run, which must not go on meanwhile: how far it is, and its history, where to go on with it would take a
 * backend and the data. Points from after the checkpoint, which belong to steps that a killed run has lost, are dropped.
 *
 * @returns undefined where the store has none
 * @throws BlockzooError where what it has is damaged
 * @example const run = await savedRun(await privateCheckpoints("lenet5.glyphs"));
 */
export async function savedRun(store: CheckpointStore): Promise<SavedRun | undefined> {
  const bytes = await store.read();
  if (bytes === undefined) return undefined;
  const stage = isOfStages(bytes, `the checkpoint in ${store.place}`) ? await readStage(store) : undefined;
  const { position, historyLength, ...own } = await decodeCheckpoint(stage?.checkpoint ?? bytes, store.place);
  const { stepsBefore = 0, totalSteps = own.totalSteps } = stage ?? {};
  const step = stepsBefore + position.step;
  return {
    step,
    totalSteps,
    finished: own.finished && (stage === undefined || step >= totalSteps),
    history: await store.takeHistory(stepsBefore + historyLength),
  };
}

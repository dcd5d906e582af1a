import { BlockzooError, check, type NDArray, type StateDict } from "@blockzoo/core";
import type { CheckpointStore, HistoryPoint } from "@blockzoo/family";
import { readSafetensors, writeSafetensors } from "@blockzoo/weights";

/** Which stage of a run a checkpoint belongs to, and where the stage began. */
export interface StageStart {
  /** From 0. */
  readonly stage: number;
  /** The steps of all stages before it. */
  readonly stepsBefore: number;
  /** What they learned; undefined in the first. */
  readonly weights: StateDict | undefined;
}

const prefix = "before/";
const metadataKey = "stage";

/** What the checkpoint of a run in stages says, with that of the stage itself. */
export interface StageCheckpoint extends StageStart {
  readonly checkpoint: Uint8Array;
}

/** The last checkpoint of a run in stages; undefined where there is none. */
export async function readStage(store: CheckpointStore): Promise<StageCheckpoint | undefined> {
  const bytes = await store.read();
  if (bytes === undefined) return undefined;
  const name = `the checkpoint in ${store.place}`;
  const { tensors, metadata } = readSafetensors(bytes, { name });
  const { [metadataKey]: start, ...own } = Object.fromEntries(metadata);
  const { stage, stepsBefore } = parseStart(start, name);
  const isBefore = ([key]: readonly [string, NDArray]) => key.startsWith(prefix);
  const before = [...tensors].filter(isBefore).map(([key, value]) => [key.slice(prefix.length), value] as const);
  return {
    stage,
    stepsBefore,
    weights: before.length === 0 ? undefined : new Map(before),
    checkpoint: writeSafetensors(
      [...tensors].filter((entry) => !isBefore(entry)),
      { metadata: own },
    ),
  };
}

/** A store that also has the points of the stages before, once its history was taken, as every run does when it begins. */
export interface StageStore extends CheckpointStore {
  readonly pointsBefore: readonly HistoryPoint[];
}

/**
 * A store in which one stage of a run keeps its checkpoints as if it were alone: what it began with stands beside them in the
 * same file, and its history behind that of the stages before.
 */
export function stageCheckpoints(store: CheckpointStore, start: StageStart): StageStore {
  const { stage, stepsBefore, weights } = start;
  let pointsBefore: readonly HistoryPoint[] = [];
  return {
    place: store.place,
    get pointsBefore() {
      return pointsBefore;
    },
    async read() {
      const saved = await readStage(store);
      return saved?.stage === stage ? saved.checkpoint : undefined;
    },
    async write(checkpoint) {
      const { tensors, metadata } = readSafetensors(checkpoint, { name: "a checkpoint" });
      const before = [...(weights ?? [])].map(([key, value]) => [prefix + key, value] as const);
      const own = { ...Object.fromEntries(metadata), [metadataKey]: JSON.stringify({ stage, stepsBefore }) };
      await store.write(writeSafetensors([...tensors, ...before], { metadata: own }));
    },
    appendHistory: (points) => store.appendHistory(points.map((point) => movedBy(stepsBefore, point))),
    async takeHistory(length) {
      const all = await store.takeHistory(stepsBefore + length);
      pointsBefore = all.slice(0, stepsBefore);
      return all.slice(stepsBefore).map((point) => movedBy(-stepsBefore, point));
    },
  };
}

/** The same point so many steps later. */
export function movedBy<Point extends HistoryPoint>(steps: number, point: Point): Point {
  return { ...point, step: point.step + steps };
}

function parseStart(text: string | undefined, name: string): Pick<StageStart, "stage" | "stepsBefore"> {
  check(text !== undefined, () => `${name}: is of a run without stages: start in another place`);
  try {
    const start = JSON.parse(text) as StageStart;
    if (Number.isSafeInteger(start.stage) && Number.isSafeInteger(start.stepsBefore)) return start;
  } catch (cause) {
    throw new BlockzooError(`${name}: its metadata is damaged`, { cause });
  }
  throw new BlockzooError(`${name}: its metadata is incomplete`);
}

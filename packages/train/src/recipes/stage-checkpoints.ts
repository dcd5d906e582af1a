import { BlockzooError, check, type NDArray, type StateDict } from "@blockzoo/core";
import type { CheckpointStore, HistoryPoint } from "@blockzoo/family";
import { readSafetensors, writeSafetensors } from "@blockzoo/weights";
import type { Configuration } from "../checkpoint.js";
import { sha256OfArrays } from "../sha256.js";

/** Which stage of a run a checkpoint belongs to, and where the stage began. */
export interface StageStart {
  /** From 0. */
  readonly stage: number;
  /** The steps of all stages before it. */
  readonly stepsBefore: number;
  /** The steps of all stages together. */
  readonly totalSteps: number;
  /** What they learned; undefined in the first. */
  readonly weights: StateDict | undefined;
  /** What the whole run was begun with. */
  readonly configuration: Configuration;
}

/** What of it is not an array. */
interface Header extends Omit<StageStart, "weights"> {
  /** Of the weights. */
  readonly sha256: string;
}

const prefix = "before/";
const metadataKey = "stage";

/** Whether a checkpoint is of a run in stages. */
export function isOfStages(checkpoint: Uint8Array, name: string): boolean {
  return readSafetensors(checkpoint, { name }).metadata.has(metadataKey);
}

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
  const { sha256, ...header } = parseHeader(start, name);
  const isBefore = ([key]: readonly [string, NDArray]) => key.startsWith(prefix);
  const before = [...tensors].filter(isBefore).map(([key, value]) => [key.slice(prefix.length), value] as const);
  check(
    sha256 === (await sha256OfArrays(before)),
    () => `${name}: its values do not match its checksum, so the file is damaged: start anew, or from a copy of it`,
  );
  return {
    ...header,
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
  const { weights, ...rest } = start;
  const { stage, stepsBefore } = rest;
  const before = [...(weights ?? [])];
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
      const header: Header = { ...rest, sha256: await sha256OfArrays(before) };
      const beside = before.map(([key, value]) => [prefix + key, value] as const);
      const own = { ...Object.fromEntries(metadata), [metadataKey]: JSON.stringify(header) };
      await store.write(writeSafetensors([...tensors, ...beside], { metadata: own }));
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

function parseHeader(text: string | undefined, name: string): Header {
  check(text !== undefined, () => `${name}: is of a run without stages: start in another place`);
  try {
    const header = JSON.parse(text) as Header;
    if (
      [header.stage, header.stepsBefore, header.totalSteps].every(
        (number) => Number.isSafeInteger(number) && number >= 0,
      )
    )
      return header;
  } catch (cause) {
    throw new BlockzooError(`${name}: its metadata is damaged`, { cause });
  }
  throw new BlockzooError(`${name}: its metadata is incomplete`);
}

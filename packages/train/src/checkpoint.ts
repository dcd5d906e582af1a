import { BlockzooError, check, type NDArray, type StateDict } from "@blockzoo/core";
import type { Adjustment } from "@blockzoo/family";
import { readSafetensors, writeSafetensors } from "@blockzoo/weights";
import type { Best } from "./early-stopping.js";
import { sha256OfArrays } from "./sha256.js";

/** How far a run is: the next batch to take, and the number of steps taken. */
export interface Position {
  readonly step: number;
  /** From 0. */
  readonly epoch: number;
  /** Of the epoch, from 0. */
  readonly batch: number;
}

/** What decides the numbers of a run, as texts by what they are: `seed`, `update rule`. */
export type Configuration = Readonly<Record<string, string>>;

/** All that a run needs to go on to the same numbers. */
export interface Checkpoint {
  readonly position: Position;
  readonly totalSteps: number;
  /** Whether the run is at its end, which may be before its last step. */
  readonly finished: boolean;
  /** What was changed by hand when it was written; a batch of the position has the size that this says. */
  readonly adjustment?: Adjustment | undefined;
  readonly configuration: Configuration;
  /** Parameters, buffers, slots and averages. */
  readonly state: StateDict;
  readonly best: Best | undefined;
  /** Points that belong to the run so far; a history may have more, from after the checkpoint. */
  readonly historyLength: number;
}

const format = "blockzoo-checkpoint-1";

/** What of a checkpoint is not an array. */
interface Header extends Omit<Checkpoint, "state" | "best"> {
  readonly best: Omit<Best, "weights"> | undefined;
  /** Of all arrays. */
  readonly sha256: string;
}

/**
 * One safetensors file: the arrays under `state/<name>` and `best/<name>`, all else as JSON in the metadata. The arrays are
 * stored as they are, so that a resumed run is exact.
 */
export async function encodeCheckpoint({ state, best, ...rest }: Checkpoint): Promise<Uint8Array> {
  const arrays: (readonly [string, NDArray])[] = [...prefixed("state/", state), ...prefixed("best/", best?.weights)];
  const { weights: _, ...bestNumbers } = best ?? { weights: undefined };
  const header = { ...rest, ...(best && { best: bestNumbers }), sha256: await sha256OfArrays(arrays) };
  return writeSafetensors(arrays, { metadata: { format, checkpoint: JSON.stringify(header) } });
}

/**
 * Reads what {@link encodeCheckpoint} wrote.
 *
 * @param place where the bytes are from, for errors
 * @throws BlockzooError when the bytes are not a complete, undamaged checkpoint
 */
export async function decodeCheckpoint(bytes: Uint8Array, place: string): Promise<Checkpoint> {
  const name = `the checkpoint in ${place}`;
  const { tensors, metadata } = readSafetensors(bytes, { name });
  check(
    metadata.get("format") === format,
    () => `${name}: expected the format "${format}", found "${metadata.get("format") ?? "none"}": it is something else`,
  );
  const { sha256, best, ...rest } = parseHeader(metadata.get("checkpoint"), name);
  check(
    sha256 === (await sha256OfArrays(tensors)),
    () => `${name}: its values do not match its checksum, so the file is damaged: start anew, or from a copy of it`,
  );
  const taken = (prefix: string): StateDict =>
    new Map(
      [...tensors].flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [])),
    );
  return { ...rest, state: taken("state/"), best: best && { ...best, weights: taken("best/") } };
}

/**
 * Throws where a run is resumed with something else than it was begun with: the numbers would be of neither run. What is
 * compared by hash is named only when nothing that says more differs.
 */
export function checkConfiguration(place: string, saved: Configuration, present: Configuration): void {
  const different = Object.keys({ ...saved, ...present }).filter((key) => saved[key] !== present[key]);
  if (different.length === 0) return;
  const isHash = (key: string) => /^[0-9a-f]{16,}$/.test(present[key] ?? saved[key] ?? "");
  const telling = different.filter((key) => !isHash(key));
  const shown = telling.map((key) => `${key} ${saved[key] ?? "none"} there, ${present[key] ?? "none"} here`);
  throw new BlockzooError(
    `the run in ${place} cannot be resumed, because it was begun with something else: ` +
      `${telling.length > 0 ? shown.join("; ") : `another ${different[0]}`}. Resume with the same, or start in another place`,
  );
}

function prefixed(prefix: string, values: StateDict = new Map()): [string, NDArray][] {
  return [...values].map(([name, value]) => [`${prefix}${name}`, value]);
}

/** The arrays behind it are checked by their hash; what matters here is that a damaged text gives a sentence. */
function parseHeader(text: string | undefined, name: string): Header {
  try {
    const header = JSON.parse(text ?? "") as Header;
    if (Number.isInteger(header.position.step) && Number.isInteger(header.historyLength)) return header;
  } catch (cause) {
    throw new BlockzooError(`${name}: its metadata is damaged`, { cause });
  }
  throw new BlockzooError(`${name}: its metadata is incomplete`);
}

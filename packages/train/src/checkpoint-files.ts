import { BlockzooError, check } from "@blockzoo/core";
import type { CheckpointStore, HistoryPoint } from "@blockzoo/family";

/** What a place for checkpoints must be able to do with files: a folder in Node, or the private files of a page. */
export interface CheckpointFolder {
  /** For messages: `the folder runs/lenet5`. */
  readonly place: string;
  /** The content of a file, undefined where there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Writes a file anew. Until it is complete, and when writing fails, the old one stays. */
  replace(name: string, content: Uint8Array): Promise<void>;
  append(name: string, content: Uint8Array): Promise<void>;
}

export const checkpointName = "checkpoint.safetensors";
const historyName = "history.jsonl";

/** Checkpoints as two files: `checkpoint.safetensors`, and `history.jsonl` with a line for each step. */
export function checkpointFiles(folder: CheckpointFolder): CheckpointStore {
  return {
    place: folder.place,
    read: () => folder.read(checkpointName),
    write: (checkpoint) => folder.replace(checkpointName, checkpoint),
    appendHistory: (points) => folder.append(historyName, linesOf(points)),
    async takeHistory(length) {
      const file = `${historyName} in ${folder.place}`;
      const text = new TextDecoder().decode(await folder.read(historyName));
      const lines = text.split("\n").slice(0, -1);
      check(
        lines.length >= length,
        () => `${file}: has ${lines.length} whole lines, the checkpoint beside it belongs to ${length}`,
      );
      const points = lines.slice(0, length).map((line, index) => parsePoint(line, `${file}: line ${index + 1}`));
      if (lines.length !== length || !text.endsWith("\n")) await folder.replace(historyName, linesOf(points));
      return points;
    },
  };
}

function linesOf(points: readonly HistoryPoint[]): Uint8Array {
  return new TextEncoder().encode(points.map((point) => `${JSON.stringify(point)}\n`).join(""));
}

function parsePoint(line: string, where: string): HistoryPoint {
  try {
    return JSON.parse(line) as HistoryPoint;
  } catch (cause) {
    throw new BlockzooError(`${where} is not JSON: the file is damaged`, { cause });
  }
}

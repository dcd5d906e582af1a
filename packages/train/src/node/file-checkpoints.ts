import { appendFile, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { BlockzooError, check } from "@blockzoo/core";
import type { HistoryPoint } from "@blockzoo/family";
import { writeFileAtomic } from "@blockzoo/weights/node";
import type { CheckpointStore } from "../checkpoint-store.js";

const checkpointName = "checkpoint.safetensors";
const historyName = "history.jsonl";

/**
 * Checkpoints in a folder, which is made when it is not there: `checkpoint.safetensors` is replaced in one go, so that it
 * is whole even when the process is killed or the disk is full; `history.jsonl` has a line for each step.
 */
export function fileCheckpoints(folder: string): CheckpointStore {
  const [checkpointFile, historyFile] = [join(folder, checkpointName), join(folder, historyName)];
  return {
    place: `the folder ${folder}`,
    async read() {
      await removeTemporaries(folder);
      return readIfThere(checkpointFile);
    },
    async write(checkpoint) {
      await mkdir(folder, { recursive: true });
      await writeFileAtomic(checkpointFile, checkpoint);
    },
    async appendHistory(points) {
      await mkdir(folder, { recursive: true });
      await appendFile(historyFile, points.map((point) => `${JSON.stringify(point)}\n`).join(""));
    },
    async takeHistory(length) {
      const text = new TextDecoder().decode(await readIfThere(historyFile));
      const lines = text.split("\n").slice(0, -1);
      check(
        lines.length >= length,
        () => `${historyFile}: has ${lines.length} whole lines, the checkpoint beside it belongs to ${length}`,
      );
      const kept = lines.slice(0, length);
      const points = kept.map((line, index) => parsePoint(line, `${historyFile}: line ${index + 1}`));
      const keptText = kept.map((line) => `${line}\n`).join("");
      if (keptText !== text) await writeFileAtomic(historyFile, new TextEncoder().encode(keptText));
      return points;
    },
  };
}

/** What a process that was killed while it wrote has left. */
async function removeTemporaries(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => name.startsWith(`.${checkpointName}.`) && name.endsWith(".tmp"));
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new BlockzooError(`${path}: cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

function parsePoint(line: string, where: string): HistoryPoint {
  try {
    return JSON.parse(line) as HistoryPoint;
  } catch (cause) {
    throw new BlockzooError(`${where} is not JSON: the file is damaged`, { cause });
  }
}

import type { CheckpointStore, HistoryPoint } from "@blockzoo/family";

/** Keeps a checkpoint in memory, such as while a page is open. */
export function memoryCheckpoints(): CheckpointStore {
  let saved: Uint8Array | undefined;
  let history: HistoryPoint[] = [];
  return {
    place: "memory",
    read: async () => saved,
    write: async (checkpoint) => {
      saved = checkpoint.slice();
    },
    appendHistory: async (points) => {
      history.push(...points);
    },
    takeHistory: async (length) => (history = history.slice(0, length)).slice(),
  };
}

import type { CheckpointStore } from "@blockzoo/family";
import { memoryCheckpoints } from "@blockzoo/train";
import type { RunPlace } from "../../src/laboratory/training/run-place.js";

/** Runs kept in memory, with locks as all tabs of a browser share them. */
export function memoryPlace(): RunPlace {
  const stores = new Map<string, CheckpointStore>();
  const changing = new Map<string, Promise<void>>();
  const reading = new Map<string, Set<Promise<void>>>();
  return {
    async store(name) {
      const store = stores.get(name) ?? memoryCheckpoints();
      stores.set(name, store);
      return store;
    },
    names: async () => [...stores.keys()],
    remove: async (name) => void stores.delete(name),
    async hold(name, use) {
      if (changing.has(name)) return undefined;
      let resolve!: () => void;
      const promise = new Promise<void>((resolved) => (resolve = resolved));
      const readers = reading.get(name) ?? new Set();
      reading.set(name, readers);
      if (use === "read") readers.add(promise);
      else changing.set(name, promise);
      if (use === "change") await Promise.all(readers);
      return () => {
        if (use === "read") readers.delete(promise);
        else changing.delete(name);
        resolve();
      };
    },
    freed: async (name) => changing.get(name),
  };
}

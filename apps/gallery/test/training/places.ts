import type { CheckpointStore } from "@blockzoo/family";
import { memoryCheckpoints } from "@blockzoo/train";
import type { RunPlace } from "../../src/laboratory/training/run-place.js";

/** Runs kept in memory, with locks as all tabs of a browser share them. */
export function memoryPlace(): RunPlace {
  const stores = new Map<string, CheckpointStore>();
  const waiting = new Map<string, (() => void)[]>();
  const release = (name: string) => {
    const others = waiting.get(name)!;
    waiting.delete(name);
    for (const go of others) go();
  };
  return {
    async store(name) {
      const store = stores.get(name) ?? memoryCheckpoints();
      stores.set(name, store);
      return store;
    },
    names: async () => [...stores.keys()],
    remove: async (name) => void stores.delete(name),
    async hold(name) {
      if (waiting.has(name)) return undefined;
      waiting.set(name, []);
      return () => release(name);
    },
    async freed(name) {
      const others = waiting.get(name);
      if (others !== undefined) await new Promise<void>((resolve) => others.push(resolve));
    },
  };
}

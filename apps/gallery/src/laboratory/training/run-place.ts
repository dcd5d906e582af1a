import type { CheckpointStore } from "@blockzoo/family";

/** Where runs are kept, in one place for all tabs of a browser. */
export interface RunPlace {
  store(name: string): Promise<CheckpointStore>;
  /** The names of all runs that are kept. */
  names(): Promise<readonly string[]>;
  remove(name: string): Promise<void>;
  /** Keeps a run from other tabs until what is returned is called; undefined where another tab has it. */
  hold(name: string): Promise<(() => void) | undefined>;
  /** Resolves once no tab has the run. */
  freed(name: string): Promise<void>;
}

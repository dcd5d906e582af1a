import type { CheckpointStore } from "@blockzoo/family";

/** What is done with what is kept of a run: it is read for a moment, as several tabs can, or it goes on, or is forgotten. */
export type RunUse = "read" | "change";

/** Where runs are kept, in one place for all tabs of a browser. */
export interface RunPlace {
  store(name: string): Promise<CheckpointStore>;
  /** The names of all runs that are kept. */
  names(): Promise<readonly string[]>;
  remove(name: string): Promise<void>;
  /**
   * Keeps a run from being changed by other tabs until what is returned is called; undefined where another tab changes it. Waits for
   * others that read it.
   */
  hold(name: string, use: RunUse): Promise<(() => void) | undefined>;
  /** Resolves once no tab changes the run. */
  freed(name: string): Promise<void>;
}

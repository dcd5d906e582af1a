import type { HistoryPoint } from "./recipe.js";

/** Where a run keeps its checkpoint and its history: a folder in Node, or whatever a page has. */
export interface CheckpointStore {
  /** For messages: `the folder runs/lenet5`. */
  readonly place: string;
  /** The last checkpoint that was written completely. */
  read(): Promise<Uint8Array | undefined>;
  /** Replaces the checkpoint. Until the new one is complete, and when writing fails, the old one stays. */
  write(checkpoint: Uint8Array): Promise<void>;
  /** Adds points to the history. */
  appendHistory(points: readonly HistoryPoint[]): Promise<void>;
  /** Gives the first points of the history and drops those after them; fewer than `length` are an error. */
  takeHistory(length: number): Promise<HistoryPoint[]>;
}

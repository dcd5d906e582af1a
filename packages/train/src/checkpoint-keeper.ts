import { BlockzooError, check, messageOf } from "@blockzoo/core";
import type { CheckpointStore, HistoryPoint } from "@blockzoo/family";
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from "./checkpoint.js";

/** A checkpoint to save, with the whole history. */
export interface Snapshot extends Omit<Checkpoint, "historyLength"> {
  readonly history: readonly HistoryPoint[];
}

/** Keeps the checkpoint and the history of one run in a store, in step with each other. */
export class CheckpointKeeper {
  readonly #store: CheckpointStore;
  /** The step of the checkpoint that the store has. */
  #savedStep: number | undefined;
  /** How many points the history in the store has. */
  #written = 0;

  private constructor(store: CheckpointStore) {
    this.#store = store;
  }

  static async open(to: string | CheckpointStore): Promise<CheckpointKeeper> {
    if (typeof to !== "string") return new CheckpointKeeper(to);
    const { fileCheckpoints } = await import("./node/file-checkpoints.js");
    return new CheckpointKeeper(fileCheckpoints(to));
  }

  get place(): string {
    return this.#store.place;
  }

  /** Begins a new run; the checkpoint of a run that is not at its end is an error, since it would be lost. */
  async clear(): Promise<void> {
    const bytes = await this.#store.read();
    if (bytes !== undefined) {
      const { position, totalSteps, finished } = await decodeCheckpoint(bytes, this.place);
      check(
        position.step === 0 || finished,
        () =>
          `${this.place} has a run that was stopped after step ${position.step} of ${totalSteps}: ` +
          "resume it, or start in another place, or remove it",
      );
    }
    await this.#store.takeHistory(0);
  }

  /** The checkpoint with its part of the history. */
  async load(): Promise<{ checkpoint: Checkpoint; history: HistoryPoint[] }> {
    const bytes = await this.#store.read();
    if (bytes === undefined) throw new BlockzooError(`there is no checkpoint to resume in ${this.place}`);
    const checkpoint = await decodeCheckpoint(bytes, this.place);
    const history = await this.#store.takeHistory(checkpoint.historyLength);
    this.#savedStep = checkpoint.position.step;
    this.#written = history.length;
    return { checkpoint, history };
  }

  /** Writes what is new of the history, then the checkpoint, which says how much of the history belongs to it. */
  async save({ history, ...rest }: Snapshot): Promise<void> {
    if (rest.position.step === this.#savedStep) return;
    try {
      await this.#store.appendHistory(history.slice(this.#written));
      this.#written = history.length;
      await this.#store.write(await encodeCheckpoint({ ...rest, historyLength: history.length }));
    } catch (cause) {
      const kept =
        this.#savedStep === undefined
          ? "there is no earlier one"
          : `that of step ${this.#savedStep} is intact: make room or choose another place, then resume`;
      throw new BlockzooError(
        `the checkpoint of step ${rest.position.step} cannot be written to ${this.place}, ${kept} (${messageOf(cause)})`,
        { cause },
      );
    }
    this.#savedStep = rest.position.step;
  }
}

import { check, BlockzooError } from "@blockzoo/core";
import type { Batch, BatchSource } from "@blockzoo/data";
import type { Position } from "./checkpoint.js";

/** Where a run is in its data. */
export type BatchPosition = Pick<Position, "epoch" | "batch">;

/** Gives a run its batches one after the other, also where their size is changed on the way. */
export class BatchReader {
  /** As the run was begun. */
  readonly #own: BatchSource;
  #source: BatchSource;
  #position: BatchPosition = { epoch: 0, batch: 0 };
  #batches: AsyncIterator<Batch> | undefined;

  constructor(source: BatchSource) {
    this.#own = source;
    this.#source = source;
  }

  /** The next batch to take, counted in batches of the present size. */
  get position(): BatchPosition {
    return this.#position;
  }

  /** Goes to where a run was. */
  moveTo(position: BatchPosition, batchSize: number = this.#own.batchSize): void {
    this.#source = this.#sized(batchSize);
    this.#position = position;
    this.#batches = undefined;
  }

  /**
   * Batches are of this size from now on, by default of the run's own. The epoch goes on behind the samples that it has given: those
   * that do not fill a batch on the way are left out, none comes twice.
   */
  resize(batchSize: number = this.#own.batchSize): void {
    const { batchSize: present } = this.#source;
    if (batchSize === present) return;
    const { epoch, batch } = this.#position;
    const source = this.#sized(batchSize);
    const place = Math.ceil((batch * present) / batchSize);
    this.moveTo(place < source.batchesPerEpoch ? { epoch, batch: place } : { epoch: epoch + 1, batch: 0 }, batchSize);
  }

  async next(): Promise<Batch> {
    const { epoch, batch } = this.#position;
    this.#batches ??= this.#source.epoch(epoch, batch)[Symbol.asyncIterator]();
    const { done, value } = await this.#batches.next();
    check(done !== true, () => `the data end before batch ${batch + 1} of ${this.#source.batchesPerEpoch} of an epoch`);
    const isLast = batch + 1 === this.#source.batchesPerEpoch;
    this.#position = isLast ? { epoch: epoch + 1, batch: 0 } : { epoch, batch: batch + 1 };
    if (isLast) this.#batches = undefined;
    return value;
  }

  #sized(batchSize: number): BatchSource {
    if (batchSize === this.#own.batchSize) return this.#own;
    const sized = this.#own.withBatchSize?.(batchSize);
    if (sized !== undefined) return sized;
    throw new BlockzooError(
      `the batches of these data have ${this.#own.batchSize} samples and cannot be made with ${batchSize}: ` +
        "leave batchSize out of the adjustment, or give the source withBatchSize",
    );
  }
}

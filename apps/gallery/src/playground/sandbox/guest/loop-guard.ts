import { BlockzooError } from "@blockzoo/core";

/** Rounds between looks at the clock. */
const roundsPerLook = 64;

/** Stops a loop that does not end, so that its line can be told. */
export class LoopGuard {
  #pause = performance.now();
  #rounds = 0;

  /** @param patience how long a program may go on without a pause, in milliseconds */
  constructor(readonly patience = 4000) {
    // Timers run in pauses only.
    setInterval(() => (this.#pause = performance.now()), 200);
  }

  /** What every round of every loop calls. */
  readonly round = (): void => {
    if (this.#rounds++ % roundsPerLook !== 0 || performance.now() - this.#pause < this.patience) return;
    throw new BlockzooError(`this loop was stopped after ${this.patience / 1000} seconds: does it end?`);
  };
}

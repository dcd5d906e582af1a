import type { Turns } from "./turns.js";

/** Runs that go on at a time, in turn. */
export class Session {
  readonly turns: Turns;
  /** Whether all were told to end. */
  isEnding = false;
  /** Resolves when the last run has ended, also of those that join meanwhile. */
  readonly ended: Promise<void>;
  readonly #end: () => void;
  #runs = 0;

  /** @param onEnd called before {@link ended} resolves */
  constructor(turns: Turns, onEnd: () => void) {
    this.turns = turns;
    let resolve!: () => void;
    this.ended = new Promise((resolved) => (resolve = resolved));
    this.#end = () => {
      onEnd();
      resolve();
    };
  }

  async add(run: () => Promise<void>): Promise<void> {
    this.#runs++;
    await run();
    this.#runs--;
    if (this.#runs === 0) this.#end();
  }
}

/** Milliseconds of steps that count; what was before is forgotten little by little. */
const window = 2000;

/** How many steps a run takes in a second of its own: what it waits for others is left out. */
export class Speed {
  #time = 0;
  #steps = 0;
  #isWarm = false;
  #began: number | undefined;

  /** A step begins. @param now in milliseconds */
  begin(now: number): void {
    this.#began = now;
  }

  /** The step that was begun has ended; the first of all, in which a runtime warms up, does not count. */
  end(now: number): void {
    if (this.#began === undefined) return;
    if (this.#isWarm) {
      const kept = Math.min(1, window / Math.max(1, this.#time));
      this.#time = kept * this.#time + (now - this.#began);
      this.#steps = kept * this.#steps + 1;
    }
    this.#isWarm = true;
    this.#began = undefined;
  }

  /** Undefined before there is something to count. */
  get stepsPerSecond(): number | undefined {
    return this.#time === 0 ? undefined : (1000 * this.#steps) / this.#time;
  }
}

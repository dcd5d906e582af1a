import { Turns } from "./turns.js";

/** Runs that go on at a time, in turn: from when they are asked for to the end of the last one. */
export class Session {
  readonly turns: Turns;
  /** Whether its runs have begun; before, it waits for what was asked for earlier. */
  hasBegun = false;
  /** Whether all were told to end, or have ended: nobody joins any more. */
  isEnding = false;
  readonly ended: Promise<void>;
  /** The last run of each name. */
  readonly #runs = new Map<string, Promise<void>>();
  #steps: number;

  /** @param steps that are taken from where it begins @param live resolves when it is over */
  constructor(steps: number, onChange: () => void, live: (session: Session) => Promise<void>) {
    this.#steps = steps;
    this.turns = new Turns(0, onChange);
    this.ended = live(this);
  }

  /** How many steps were asked for last. */
  get steps(): number {
    return this.#steps;
  }

  /** Whether it waits for a person. */
  get isHeld(): boolean {
    return this.hasBegun && this.turns.isHeld;
  }

  /** Lets so many steps be taken from a step on, 0 to wait before the next one. */
  allow(steps: number, from: number): void {
    this.#steps = steps;
    if (this.hasBegun) this.turns.allow(steps === 0 ? 0 : from + steps);
  }

  /** From now on steps are taken: as many as were asked for last, from a step on. */
  begin(from: number): void {
    this.hasBegun = true;
    this.allow(this.#steps, from);
  }

  /** Starts a run, after one of the same name that was told to end. */
  add(name: string, run: () => Promise<void>): void {
    const before = this.#runs.get(name);
    const inTurn = async () => {
      await before;
      await run();
    };
    this.turns.expect(name);
    // At the end of the list, where who waits for all of them finds it.
    this.#runs.delete(name);
    this.#runs.set(name, inTurn());
  }

  /** Resolves when the last run has ended, also of those that join meanwhile; nobody joins after it. */
  async runsEnded(): Promise<void> {
    for (const run of this.#runs.values()) await run;
    this.isEnding = true;
  }
}

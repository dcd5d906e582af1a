/** Who waits for its turn. */
interface Waiting {
  /** How many steps it has taken. */
  readonly step: number;
  readonly go: () => void;
  readonly fail: (reason: unknown) => void;
  readonly whenHeld: () => Promise<void>;
  isHeld: boolean;
}

export interface TurnOptions {
  /** Who is aborted needs no turn to end. */
  readonly signal: AbortSignal;
  /** Called once where all are held while it waits; what it throws is thrown to who waits. */
  readonly whenHeld: () => Promise<void>;
}

/**
 * Lets several runs take their steps in turn, one at a time: next is who has taken the fewest, so that their curves grow side by side
 * and who comes late catches up. All of them can be held, and let go step by step.
 */
export class Turns {
  readonly #waiting = new Map<string, Waiting>();
  /** Who is not there yet. */
  readonly #expected = new Set<string>();
  readonly #onChange: () => void;
  /** Who is in a step. */
  #inStep: string | undefined;
  #limit: number;

  /** @param limit steps that each may take, `Infinity` for all */
  constructor(limit: number, onChange: () => void) {
    this.#limit = limit;
    this.#onChange = onChange;
  }

  /** Whether nobody takes a step, and nobody will until more steps are allowed. */
  get isHeld(): boolean {
    return this.#inStep === undefined && this.#expected.size === 0 && this.#next() === undefined;
  }

  /** Somebody will come, whom the others wait for. */
  expect(name: string): void {
    this.#expected.add(name);
  }

  /** Lets each take steps until it has taken so many. */
  allow(limit: number): void {
    this.#limit = limit;
    this.#decide();
  }

  /** Ends the step that it was in, and waits for the turn to take the next one. */
  next(name: string, step: number, { signal, whenHeld }: TurnOptions): Promise<void> {
    this.#expected.delete(name);
    if (this.#inStep === name) this.#inStep = undefined;
    return new Promise((resolve, fail) => {
      const go = () => {
        signal.removeEventListener("abort", go);
        this.#waiting.delete(name);
        resolve();
      };
      this.#waiting.set(name, { step, go, fail, whenHeld, isHeld: false });
      if (signal.aborted) go();
      else signal.addEventListener("abort", go);
      this.#decide();
    });
  }

  /** Takes no more steps. */
  leave(name: string): void {
    this.#expected.delete(name);
    this.#waiting.delete(name);
    if (this.#inStep === name) this.#inStep = undefined;
    this.#decide();
  }

  #decide(): void {
    const isFree = this.#inStep === undefined && this.#expected.size === 0;
    const next = isFree ? this.#next() : undefined;
    if (next !== undefined) {
      this.#inStep = next;
      this.#waiting.get(next)!.go();
    }
    if (this.isHeld) for (const waiting of this.#waiting.values()) hold(waiting);
    this.#onChange();
  }

  #next(): string | undefined {
    const [first] = [...this.#waiting]
      .filter(([, { step }]) => step < this.#limit)
      .toSorted(([, one], [, other]) => one.step - other.step);
    return first?.[0];
  }
}

function hold(waiting: Waiting): void {
  if (waiting.isHeld) return;
  waiting.isHeld = true;
  waiting.whenHeld().catch(waiting.fail);
}

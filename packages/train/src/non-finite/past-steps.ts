import { BlockzooError, messageOf, type Feeds, type Graph, type HeldState, type StateStore } from "@blockzoo/core";
import { explainNonFinite, firstNonFinite, type PastStep } from "./replay.js";

interface Kept {
  readonly graph: Graph;
  readonly feeds: Feeds;
  readonly step: number;
  readonly held: HeldState;
}

/**
 * The last two steps of a training, so that they can be run again: a step that spoils a parameter shows in the loss of the
 * one after it. Kept are batches and states by reference; the older state is memory that would be free otherwise.
 */
export class PastSteps {
  readonly #how: Pick<PastStep, "backend" | "seed" | "constants">;
  readonly #state: StateStore;
  #kept: readonly Kept[] = [];

  constructor(how: Pick<PastStep, "backend" | "seed" | "constants">, state: StateStore) {
    this.#how = how;
    this.#state = state;
  }

  /** Keeps what the step that is about to run starts from. */
  begin(run: Omit<Kept, "held">): void {
    const held = this.#state.hold?.();
    if (held === undefined) return;
    const [older, newer] = this.#kept;
    if (newer === undefined) this.#kept = [...this.#kept, { ...run, held }];
    else {
      older!.held.release();
      this.#kept = [newer, { ...run, held }];
    }
  }

  /** The error that says what is not finite, what was the first to be so, and what may help. */
  async explained(what: string, advice: string): Promise<BlockzooError> {
    const origin = await this.#origin().catch(
      (error: unknown) => `no op is named, since the step could not be run again: ${messageOf(error)}`,
    );
    const first = origin === undefined ? "" : ` (${origin})`;
    return new BlockzooError(`${what}${first}: ${advice}`, { kind: "failure" });
  }

  /** Of the older step where it spoilt the state of the newer one. */
  async #origin(): Promise<string | undefined> {
    for (const { graph, feeds, step, held } of this.#kept) {
      const state = await held.read();
      const isLast = held === this.#kept.at(-1)!.held;
      const after = isLast ? undefined : firstNonFinite(await this.#kept.at(-1)!.held.read());
      if (!isLast && after === undefined) continue;
      const origin = await explainNonFinite({ ...this.#how, graph, feeds, step, state });
      if (origin !== undefined) return `first in step ${step + 1}, ${origin}`;
    }
    return undefined;
  }
}

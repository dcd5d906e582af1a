import {
  BlockzooError,
  messageOf,
  numericShape,
  sizeOf,
  type Feeds,
  type Graph,
  type HeldState,
  type StateStore,
} from "@blockzoo/core";
import { explainNonFinite, firstNonFinite, type PastStep } from "./replay.js";

interface Kept {
  readonly graph: Graph;
  readonly feeds: Feeds;
  readonly step: number;
  readonly held: HeldState;
}

/** Up to how many bytes the state before the last step is kept beside that of the present one: 64 MB. */
const largestOlderState = 64 * 2 ** 20;

/**
 * The last two steps of a training, so that they can be run again: a step that spoils a parameter shows in the loss of the
 * one after it. Kept are batches and states by reference. The older state is memory that would be free otherwise, so that of a
 * large one only the last step is kept: then it is said which parameter was spoilt before it, and not by which op.
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
    const before = bytesOf(run.graph) > largestOlderState ? [] : this.#kept.slice(-1);
    for (const kept of this.#kept) if (!before.includes(kept)) kept.held.release();
    this.#kept = [...before, { ...run, held }];
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

function bytesOf({ state }: Graph): number {
  return state.reduce((total, { name, tensor }) => total + 4 * sizeOf(numericShape(tensor.shape, name)), 0);
}

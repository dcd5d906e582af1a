import type { Feeds, NDArray } from "@blockzoo/core";
import { keyOf, type NetworkName } from "./network-name.js";

/** What networks were last given, by network and graph. */
export class GivenInputs {
  readonly #inputs = new Map<string, Feeds>();

  /**
   * Keeps a copy of the first sample. Where a network is given one step of a sequence after another, the sequence before them is kept:
   * one step shows nothing that happens over time.
   */
  note(name: NetworkName, graph: string, inputs: Feeds): void {
    const key = `${keyOf(name)}/${graph}`;
    const known = this.#inputs.get(key);
    if (known !== undefined && stepsOf(inputs) === 1 && stepsOf(known) > 1) return;
    this.#inputs.set(key, Object.fromEntries(Object.entries(inputs).map(([each, value]) => [each, copied(value)])));
  }

  of(name: NetworkName, graph: string): Feeds | undefined {
    return this.#inputs.get(`${keyOf(name)}/${graph}`);
  }
}

/** How long a sequence of tokens is; what takes none has no steps. */
function stepsOf(inputs: Feeds): number {
  const tokens = Object.values(inputs).find(({ dtype, shape }) => dtype === "int32" && shape.length === 2);
  return tokens?.shape[1] ?? 0;
}

function copied({ dtype, shape, data }: NDArray): NDArray {
  return { dtype, shape, data: data.slice() };
}

import type { Backend, StateDict } from "@blockzoo/core";
import { compileNetworks, type Network, type NetworkParts } from "./network.js";
import type { MeaningOf, Task, UseOf } from "./task.js";
import { sizedFor, type Variant } from "./variant.js";

/** A network to be used: what it is, its weights and what they mean, which may make it of another size, and where it runs. */
export interface VariantInUse<T extends Task = Task> extends Pick<NetworkParts, "onInputs"> {
  readonly variant: Variant<T>;
  readonly weights: StateDict;
  /** Plain data of any origin; the task checks it. */
  readonly meaning: unknown;
  /** Where the weights come from, for errors. */
  readonly source: string;
  readonly backend: Backend;
}

/** What a user calls, and what it stands on. */
export interface OpenedVariant<T extends Task = Task> {
  readonly use: UseOf<T>;
  readonly networks: Readonly<Record<string, Network>>;
  readonly meaning: MeaningOf<T>;
}

/**
 * Makes of a variant and its weights what its task offers.
 *
 * @throws BlockzooError where the weights do not fit, or do not say what the task needs to know
 * @example const { use } = await openVariant({ variant, weights, meaning: entry.meaning, source: "x.safetensors", backend });
 */
export async function openVariant<T extends Task>(parts: VariantInUse<T>): Promise<OpenedVariant<T>> {
  const { source } = parts;
  const meaning = parts.variant.task.parseMeaning(parts.meaning, source) as MeaningOf<T>;
  const variant = sizedFor(parts.variant, meaning);
  const { networks, dispose } = await compileNetworks({ ...parts, variant });
  const use = variant.task.use({ networks, meaning, dispose }) as UseOf<T>;
  return { use, networks, meaning };
}

import { BlockzooError, check, checkOptions, type OptionNames } from "@blockzoo/core";
import type { Family, FamilyDefinition, LoadOptions, UseOptions, VariantsByName, WeightsByTag } from "./family.js";
import { loadWeights } from "./load-weights.js";
import { openVariant } from "./open-variant.js";
import type { Variant } from "./variant.js";
import type { WeightsEntry, WeightsOf } from "./weights-entry.js";

/** Variants that have the graphs of their tasks, and a meaning of their kind. */
type Fitting<Variants extends VariantsByName> = { readonly [Name in keyof Variants]: Variant<Variants[Name]["task"]> };

/**
 * Makes a family of its definition, which is checked at once.
 *
 * @throws BlockzooError where tags and variants do not belong together or an entry cannot be right
 * @example
 * export const lenet = defineFamily({ name: "lenet", variants: { lenet5: { create: () => new LeNet5(), ... } }, ... });
 * const digits = await lenet.load("lenet5.mnist", { backend });
 */
export function defineFamily<
  const Variants extends VariantsByName,
  const Weights extends Readonly<Record<string, WeightsOf<Variants>>>,
>(
  definition: FamilyDefinition<Variants, Weights> & { readonly variants: Fitting<Variants> },
): Family<Variants, Weights> {
  const { name, variants, weights } = definition;
  for (const [id, variant] of Object.entries<Variant>(variants)) checkVariant(name, id, variant);
  for (const [tag, entry] of Object.entries<WeightsEntry>(weights)) checkEntry(definition, tag, entry);
  return {
    ...definition,
    create: (variant) => find(name, "variant", variants, variant).create(),
    load: async (tag, options) => {
      checkOptions(`${name}.load`, options, loadOptionNames);
      const { backend, ...download } = options;
      const entry: WeightsEntry = find(name, "weights", weights as WeightsByTag, tag);
      const variant = find(name, "variant", variants as VariantsByName, entry.variant);
      const values = await loadWeights(entry, download);
      const source = String(entry.url);
      const { use } = await openVariant({ variant, weights: values, meaning: entry.meaning, source, backend });
      // Which it is, the tag tells.
      return use as never;
    },
    use: async (id, options) => {
      checkOptions(`${name}.use`, options, useOptionNames);
      const { weights: values, meaning, backend } = options;
      const variant: Variant = find(name, "variant", variants as VariantsByName, id);
      const known = meaning ?? variant.meaning;
      if (known === undefined) {
        throw new BlockzooError(
          `${name}: the variant "${id}" does not say how its inputs are prepared and what its outputs mean: give its meaning`,
        );
      }
      const source = `the weights given to ${id}`;
      const { use } = await openVariant({ variant, weights: values, meaning: known, source, backend });
      return use as never;
    },
  };
}

const loadOptionNames: OptionNames<LoadOptions> = {
  backend: true,
  consent: true,
  offline: true,
  onProgress: true,
  idleTimeout: true,
  signal: true,
};

const useOptionNames: OptionNames<UseOptions> = { backend: true, weights: true, meaning: true };

/** The item of a name, or an error that lists the names there are. */
function find<Item>(family: string, what: string, items: Readonly<Record<string, Item>>, name: string): Item {
  if (Object.hasOwn(items, name)) return items[name]!;
  const names = Object.keys(items);
  throw new BlockzooError(`${family} has no ${what} "${name}": there are ${names.join(", ") || "none"}`);
}

/** For those who write JavaScript: a compiler says the same. */
function checkVariant(family: string, id: string, { task, graphs }: Partial<Variant>): void {
  const where = `${family}: the variant "${id}"`;
  check(
    task !== undefined,
    () => `${where} has no task: give it one, such as imageClassification() of @blockzoo/tasks`,
  );
  const missing = task.graphs.filter((name) => graphs === undefined || !Object.hasOwn(graphs, name));
  check(
    missing.length === 0,
    () => `${where} lacks the graphs ${missing.join(", ")}, which its task ${task.name} runs`,
  );
}

function checkEntry({ name, variants }: FamilyDefinition, tag: string, entry: WeightsEntry): void {
  const where = `${name}: the weights "${tag}"`;
  check(
    Object.hasOwn(variants, entry.variant),
    () => `${where} belong to the variant "${entry.variant}", but there are ${Object.keys(variants).join(", ")}`,
  );
  check(
    tag.startsWith(`${entry.variant}.`),
    () => `${where} must be named <variant>.<dataset>: their variant is "${entry.variant}"`,
  );
  check(
    /^[0-9a-f]{64}$/.test(entry.sha256),
    () => `${where} need a sha256 of 64 hexadecimal digits, got "${entry.sha256}"`,
  );
  variants[entry.variant]!.task.parseMeaning(entry.meaning, where);
}

import { BlockzooError, check } from "@blockzoo/core";
import type { Family, FamilyDefinition, NoOtherTasks, TasksByVariant } from "./family.js";
import { loadWeights } from "./load-weights.js";
import { taskOf } from "./tasks/task-of.js";
import { inputKinds, interfaceFrom, type Task } from "./tasks/task.js";
import type { Variant } from "./variant.js";
import type { WeightsEntry } from "./weights-entry.js";

/**
 * Makes a family of its definition, which is checked at once.
 *
 * @throws BlockzooError where tags and variants do not belong together or an entry cannot be right
 * @example
 * export const lenet = defineFamily({ name: "lenet", variants: { lenet5: { create: () => new LeNet5(), ... } }, ... });
 * const digits = await lenet.load("lenet5.mnist", { backend });
 */
export function defineFamily<
  VariantName extends string,
  Tag extends string,
  FamilyTask extends Task,
  const OtherTasks extends TasksByVariant = NoOtherTasks,
>(
  definition: FamilyDefinition<VariantName, Tag, FamilyTask, OtherTasks>,
): Family<VariantName, Tag, FamilyTask, OtherTasks> {
  const { name, variants, weights } = definition;
  for (const [tag, entry] of Object.entries<WeightsEntry>(weights)) checkEntry(definition, tag, entry);
  return {
    ...definition,
    create: (variant) => find(name, "variant", variants, variant).create(),
    load: async (tag, { backend, ...download }) => {
      const entry = find(name, "weights", weights, tag);
      const variant = find(name, "variant", variants, entry.variant);
      return interfaceFrom(taskOf(definition, tag), {
        variant,
        weights: await loadWeights(entry, download),
        entry,
        backend,
      });
    },
    use: async (id, { weights: values, backend }) => {
      const variant: Variant = find(name, "variant", variants, id);
      const { preprocessing, labels } = variant;
      const task = taskOf(definition, id);
      if (preprocessing?.kind !== inputKinds[task] || labels === undefined) {
        throw new BlockzooError(
          `${name}: the variant "${id}" does not say how its inputs are prepared and what its outputs mean: give both to classifierFrom`,
        );
      }
      const entry = { preprocessing, labels, url: `the weights given to ${id}` };
      return interfaceFrom(task, { variant, weights: values, entry, backend });
    },
  };
}

/** The item of a name, or an error that lists the names there are. */
function find<Item>(family: string, what: string, items: Readonly<Record<string, Item>>, name: string): Item {
  if (Object.hasOwn(items, name)) return items[name]!;
  const names = Object.keys(items);
  throw new BlockzooError(`${family} has no ${what} "${name}": there are ${names.join(", ") || "none"}`);
}

function checkEntry(definition: FamilyDefinition, tag: string, entry: WeightsEntry): void {
  const { name, variants } = definition;
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
  const task = taskOf(definition, tag);
  check(
    entry.preprocessing.kind === inputKinds[task],
    () => `${where} take an input of kind "${entry.preprocessing.kind}", but the task of ${entry.variant} is ${task}`,
  );
}

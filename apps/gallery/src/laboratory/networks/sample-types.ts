import type { TensorType } from "@blockzoo/core";
import { graphDefinition, numericTypes, type Variant } from "@blockzoo/family";

/** What a graph takes for one sample as it is mostly given: open sizes of images are those that they are prepared to. */
export function sampleTypes(variant: Variant, graph: string): Readonly<Record<string, TensorType>> {
  const definition = graphDefinition(variant, graph);
  const prepared = preparedSize(variant, graph);
  return numericTypes({ ...definition, ...(prepared !== undefined && { openSize: prepared }) }, { samples: 1 });
}

/** As {@link sampleTypes}, with the batch as a name, as people write shapes. */
export function batchTypes(variant: Variant, graph: string): Readonly<Record<string, TensorType>> {
  const input = graphDefinition(variant, graph).input as Readonly<Record<string, TensorType>>;
  return Object.fromEntries(
    Object.entries(sampleTypes(variant, graph)).map(([name, { dtype, shape }]) => {
      const isBatch = (axis: number) => input[name]!.shape[axis] === "N";
      return [name, { dtype, shape: shape.map((size, axis) => (isBatch(axis) ? "N" : size)) }];
    }),
  );
}

/** The side of the square that images become, where a variant says how they are prepared. */
function preparedSize({ task, meaning }: Variant, graph: string): number | undefined {
  if (meaning === undefined || task.exported === undefined) return undefined;
  const { crop, resize } = task.exported(task.parseMeaning(meaning, "the variant's meaning"))[graph]?.pixels ?? {};
  const size = crop ?? resize;
  return typeof size === "object" ? size[0] : size;
}

import { graphDefinition, numericGraph, type Variant } from "@blockzoo/family";

/** The shape of a graph's main output for so many samples. */
export function mainOutputShape(
  variant: Variant,
  { name = "forward", samples }: { readonly name?: string; readonly samples: number },
): readonly number[] {
  const { output } = graphDefinition(variant, name);
  return numericGraph(variant, { name, samples }).outputs.find((each) => each.name === output)!.tensor
    .shape as number[];
}

import { check } from "@blockzoo/core";
import { inferenceGraph, type Variant } from "@blockzoo/family";

/** @throws BlockzooError unless there is a label to each score of the main output, along its second axis */
export function checkLabels(labels: readonly string[], variant: Variant, where: string): void {
  const { output } = variant.graphs["forward"]!;
  const scores = inferenceGraph(variant).outputs.find(({ name }) => name === output)!;
  const classes = scores.tensor.shape[1];
  check(
    labels.length === classes,
    () => `${where}: has ${labels.length} labels for ${String(classes)} outputs: name each once`,
  );
}

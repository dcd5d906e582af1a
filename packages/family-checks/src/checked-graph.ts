import { graphTitle, type Variant } from "@blockzoo/family";

/** A graph of a variant under test. */
export interface CheckedGraph {
  readonly variant: Variant;
  readonly name: string;
  /** In messages, and among golden values: `roi-detector.judge`, `lenet5` where it is the only one. */
  readonly title: string;
}

/** All graphs of a variant. */
export function graphsOf(id: string, variant: Variant): readonly CheckedGraph[] {
  return Object.keys(variant.graphs).map((name) => ({ variant, name, title: graphTitle(id, name) }));
}

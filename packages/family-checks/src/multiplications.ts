import { graphCost } from "@blockzoo/core";
import { numericGraph, type Variant } from "@blockzoo/family";

/** The most multiplications of one input that the reference is asked for by default. */
const largestRun = 100e6;

/** Whether a variant is run where a test chooses by itself: on the reference, and on GPUs that are software. */
export function isQuicklyRun(variant: Variant): boolean {
  return multiplicationsOf(variant) <= largestRun;
}

/** Those of all graphs for one input; 0 where it cannot be traced: a check will say why. */
export function multiplicationsOf(variant: Variant): number {
  try {
    const costs = Object.keys(variant.graphs).map((name) => graphCost(numericGraph(variant, { name, samples: 1 })));
    return costs.reduce((sum, cost) => sum + cost, 0);
  } catch {
    return 0;
  }
}

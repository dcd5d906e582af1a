import { flattenStructure, type InputTypes, type TensorType } from "@blockzoo/core";
import { trainedVariant, type Family, type GraphDefinition } from "@blockzoo/family";
import { summarize, type NetworkCost } from "@blockzoo/inspect";

/** Trained weights with what their network costs and how good they are; `group` is the data they were trained on. */
export interface TrainedCost extends NetworkCost {
  readonly tag: string;
  readonly family: string;
  /** The metric of the weights' gate, such as `"accuracy"`. */
  readonly metricName: string;
}

/**
 * What all trained networks of some families cost for one sample. Those whose cost depends on the size of an input, such
 * as the length of a sequence, are left out: there is no one number for them.
 */
export function networkCosts(families: Iterable<Family>): TrainedCost[] {
  return [...families].flatMap((family) =>
    Object.entries(family.weights).flatMap(([tag, { variant: id, gate, metrics }]) => {
      const variant = trainedVariant(family, tag);
      const metric = metrics[gate.metric];
      const graphs = Object.entries<GraphDefinition>(variant.graphs);
      if (metric === undefined || !graphs.every(([, { input }]) => hasOneSize(input))) return [];
      const costs = graphs.map(([method, { input }]) => summarize(variant.create(), { method, inputs: input }).totals);
      const group = tag.slice(id.length + 1);
      const macs = costs.reduce((sum, cost) => sum + cost.macs, 0);
      const { parameters } = costs[0]!;
      return { tag, family: family.name, name: id, group, macs, parameters, metric, metricName: gate.metric };
    }),
  );
}

/** Whether only the batch is open. */
function hasOneSize(input: InputTypes): boolean {
  const isType = (value: unknown): value is TensorType =>
    typeof value === "object" && value !== null && "shape" in value;
  const types = flattenStructure(input, isType);
  return types.every(([, { shape }]) => shape.every((size) => typeof size === "number" || size === "N"));
}

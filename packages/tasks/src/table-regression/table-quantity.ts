import { check, describeType, isNumeric, parseRecord, sizeOf } from "@blockzoo/core";
import { parseQuantity, parseTablePreprocessing, type TableQuantity } from "@blockzoo/data/tables";
import { inferenceGraph, type Variant } from "@blockzoo/family";

/** @throws BlockzooError where a value of unknown origin is not what networks that predict a quantity need to know */
export function parseTableQuantity(value: unknown, where: string): TableQuantity {
  const { preprocessing, quantity } = parseRecord(value, where);
  return {
    preprocessing: parseTablePreprocessing(preprocessing, `${where}: preprocessing`),
    quantity: parseQuantity(quantity, `${where}: quantity`),
  };
}

/** @throws BlockzooError unless the main output has one number for each row */
export function checkOneNumber(variant: Variant, where: string): void {
  const { output } = variant.graphs["forward"]!;
  const { tensor } = inferenceGraph(variant).outputs.find(({ name }) => name === output)!;
  const sample = tensor.shape.slice(1);
  check(
    isNumeric(sample) && sizeOf(sample) === 1,
    () => `${where}: is a quantity, but the network gives ${describeType(tensor)}: expected one number for each row`,
  );
}

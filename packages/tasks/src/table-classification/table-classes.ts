import { parseRecord, parseStrings } from "@blockzoo/core";
import { parseTablePreprocessing, type TableClasses } from "@blockzoo/data/tables";

/** @throws BlockzooError where a value of unknown origin is not what networks for tables need to know */
export function parseTableClasses(value: unknown, where: string): TableClasses {
  const { preprocessing, labels } = parseRecord(value, where);
  return {
    preprocessing: parseTablePreprocessing(preprocessing, `${where}: preprocessing`),
    labels: parseStrings(labels, `${where}: labels`),
  };
}

import { add, mul } from "@blockzoo/core";
import type { TableQuantity } from "@blockzoo/data/tables";
import type { Task } from "@blockzoo/family";
import { preparedRows } from "../tables/prepared-rows.js";
import { checkOneNumber, parseTableQuantity } from "./table-quantity.js";
import { tableRegressor, type TableRegressor } from "./table-regressor.js";

export type { Quantity, TablePreprocessing, TableQuantity } from "@blockzoo/data/tables";
export type { TableRow } from "../tables/feed-rows.js";
export { parseTableQuantity } from "./table-quantity.js";
export type { TableRegressor } from "./table-regressor.js";

/** Says a quantity of a row of a table. */
export function tableRegression(): Task<TableQuantity, TableRegressor, "forward"> {
  return {
    name: "table-regression",
    graphs: ["forward"],
    parseMeaning: parseTableQuantity,
    checkMeaning: (_, variant, where) => checkOneNumber(variant, where),
    use: tableRegressor,
    drill: async () => (await import("../drills/tensors.js")).tensorsDrill,
    exported: ({ preprocessing, quantity: { mean, deviation } }) => ({
      forward: { prepare: preparedRows(preprocessing), finish: (output) => add(mul(output, deviation), mean) },
    }),
    command: async () => (await import("./command.js")).command,
  };
}

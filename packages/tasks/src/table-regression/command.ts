import { encodeNpy } from "@blockzoo/data";
import { scaleBack, type TableQuantity } from "@blockzoo/data/tables";
import type { TaskCommand } from "@blockzoo/family";
import { answerRows, takesRows } from "../tables/answer-rows.js";
import type { TableRegressor } from "./table-regressor.js";

export const command: TaskCommand<TableQuantity, TableRegressor> = {
  takes: takesRows,
  async answer(request) {
    const { networks, meaning } = request;
    const { target } = meaning.preprocessing;
    const output = scaleBack(await answerRows(request, meaning.preprocessing), meaning.quantity);
    const { dtype, shape, data } = output;
    return {
      text: Array.from(data, (value) => Number(value.toPrecision(6))).join("\n"),
      json: {
        output: { name: networks["forward"]!.output, dtype, shape },
        ...(target && { target: target.name }),
        predictions: [...data],
      },
      files: { ".npy": () => encodeNpy(output) },
    };
  },
};

import { summarize, summaryTable } from "@blockzoo/inspect";
import { chooseSizedInput } from "../models/input-types.js";
import { resolveModel } from "../models/resolve-model.js";
import { print, printJson } from "../terminal.js";

export interface SummaryOptions {
  readonly input?: string;
  readonly json?: boolean;
}

/** Prints what a network costs, block by block. No weight is made. */
export async function run(id: string, { input, json }: SummaryOptions): Promise<number> {
  const model = await resolveModel(id);
  const { types, batch } = chooseSizedInput(model, input);
  const summary = summarize(model.create(), {
    inputs: types,
    name: model.name,
    ...(batch !== undefined && { dimensions: { N: batch } }),
  });
  if (json === true) printJson(summary);
  else print(summaryTable(summary));
  return 0;
}

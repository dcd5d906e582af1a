import { evaluateDimension, type TensorType } from "@blockzoo/core";
import { graphTitle, type GraphDefinition } from "@blockzoo/family";
import { summarize, summaryTable } from "@blockzoo/inspect";
import { chooseSizedGraphs } from "../models/input-types.js";
import { resolveModel } from "../models/resolve-model.js";
import { print, printJson } from "../terminal.js";

export interface SummaryOptions {
  readonly input?: string;
  readonly json?: boolean;
}

/** Prints what a network costs, block by block, for each of its graphs. No weight is made. */
export async function run(id: string, { input, json }: SummaryOptions): Promise<number> {
  const model = await resolveModel(id);
  const summaries = chooseSizedGraphs(model, input).map((graph) => {
    const summary = summarize(model.variant.create(), {
      method: graph.name,
      inputs: graph.input,
      name: graphTitle(model.name, graph.name),
      dimensions: { ...openSizes(graph), ...(graph.batch !== undefined && { N: graph.batch }) },
    });
    return [graph.name, summary] as const;
  });
  const [[, only], ...further] = summaries as [(typeof summaries)[0], ...typeof summaries];
  if (json === true) printJson(further.length === 0 ? only : { graphs: Object.fromEntries(summaries) });
  else print(summaries.map(([, summary]) => summaryTable(summary)).join("\n\n"));
  return 0;
}

/** For the sizes that a network leaves open beside the batch, such as the length of a sound: what it says is an example. */
function openSizes({ input, openSize }: GraphDefinition): Readonly<Record<string, number>> {
  if (openSize === undefined) return {};
  const sizes = Object.values(input as Readonly<Record<string, TensorType>>).flatMap(({ shape }) => shape);
  const names = sizes.filter((size): size is string => typeof size === "string" && size !== "N");
  return Object.fromEntries(names.map((name) => [name, evaluateDimension(name, () => openSize)]));
}

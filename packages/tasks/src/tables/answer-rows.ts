import type { NDArray } from "@blockzoo/core";
import { parseTable, prepareRows, type TablePreprocessing } from "@blockzoo/data/tables";
import type { Network } from "@blockzoo/family";
import { npyOutput } from "../answers/npy-output.js";
import { endingOf, readFile } from "../answers/read-file.js";
import { runPrepared } from "./feed-rows.js";

/** What `--input` takes for a table. */
export const takesRows = "rows of a table (.csv, .tsv), or a prepared tensor (.npy)";

interface RowsRequest {
  /** A path. */
  readonly input: string;
  readonly networks: Readonly<Record<string, Network>>;
  note(text: string): void;
}

/** What the network of a task says of the rows in a file. */
export async function answerRows(
  { input, networks, note }: RowsRequest,
  preprocessing: TablePreprocessing,
): Promise<NDArray> {
  const network = networks["forward"]!;
  if (endingOf(input) === ".npy") return npyOutput(network, input, { note });
  const names = preprocessing.columns.map(({ name }) => name);
  const table = parseTable(await readFile(input), { name: input, names });
  const { x, notes } = prepareRows(table, preprocessing);
  note(`note: ${input}: ${[...table.notes, ...notes].join("; ")}`);
  return runPrepared(network, x);
}

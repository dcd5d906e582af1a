import { parseArgs } from "node:util";
import type { Case } from "./cases/case.js";
import { tableNames, tables } from "./page/tables.js";

const allCases: readonly Case[] = tableNames.flatMap((name): readonly Case[] => tables[name].cases);

/** By which a change under work is judged, unless others are named: seconds each. */
const quickNames = ["lenet5", "vgg-mini", "resnet20", "lstm"];

export interface BenchOptions {
  /**
   * `measure` times ours and others, and keeps the tables; `compare` times ours on two checkouts; `try` starts one short process of
   * each contender, to see that everything runs; `draw` measures nothing, and writes tables and charts as the records are.
   */
  readonly mode: "measure" | "compare" | "try" | "draw";
  readonly cases: readonly Case[];
  /** Fresh processes per contender. */
  readonly rounds: number;
  /** Contenders with this many threads take part; all by default. */
  readonly threads: number | undefined;
  /** Those take part whose label begins so; all by default. */
  readonly on: string;
  /** Program and arguments that start every process, as `taskset -c 0`; none by default. */
  readonly launcher: readonly string[];
  /** The other checkout: a folder or a revision of git. */
  readonly before: string;
}

export const usage = `pnpm bench [--only ${tableNames.join("|")}|CASE]... [--rounds N] [--launcher "COMMAND"] [--try]
pnpm bench --draw
pnpm bench --quick [--before FOLDER|REVISION] [--only ...]... [--threads N] [--on "RUNTIME"] [--rounds N] [--launcher "COMMAND"]
cases: ${allCases.map(({ name }) => name).join(", ")}`;

const modes = [["quick", "compare"], ["try", "try"], ["draw", "draw"]] as const; // prettier-ignore

/** Of eight processes, the interval that holds the median in nine of ten cases leaves the least and the largest out. */
const usualRounds = { measure: 8, compare: 5, try: 1, draw: 0 };

/** @throws Error with one sentence, for arguments that make no sense */
export function readOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: "string", multiple: true },
      rounds: { type: "string" },
      launcher: { type: "string", default: "" },
      quick: { type: "boolean", default: false },
      before: { type: "string" },
      threads: { type: "string" },
      on: { type: "string" },
      try: { type: "boolean", default: false },
      draw: { type: "boolean", default: false },
    },
  });
  const asked = modes.filter(([option]) => values[option]);
  if (asked.length > 1)
    throw new Error(`--${asked[0]![0]} and --${asked[1]![0]} ask for different things: give one of them`);
  const mode = asked[0]?.[1] ?? "measure";
  const stray = (["before", "threads", "on"] as const).find((name) => values[name] !== undefined);
  if (mode !== "compare" && stray !== undefined) throw new Error(`--${stray} is for --quick, which compares checkouts`);
  return {
    mode,
    cases: casesNamed(values.only ?? (mode === "compare" ? quickNames : tableNames)),
    rounds: values.rounds === undefined ? usualRounds[mode] : count("rounds", values.rounds),
    threads: values.threads === undefined ? undefined : count("threads", values.threads),
    on: values.on ?? "",
    launcher: values.launcher.split(" ").filter((part) => part !== ""),
    before: values.before ?? "HEAD",
  };
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${option} must be 1 or more, got ${text}`);
  return value;
}

/** Those that are asked for, by the names of their tables or their own, in the order of the page. */
function casesNamed(names: readonly string[]): readonly Case[] {
  const ofTables = new Set(tableNames.filter((name) => names.includes(name)).flatMap((name): readonly Case[] => tables[name].cases)); // prettier-ignore
  const unknown = names.find(
    (name) => !(tableNames as readonly string[]).includes(name) && !allCases.some((one) => one.name === name),
  );
  if (unknown !== undefined) {
    throw new Error(`"${unknown}" is neither a table nor a case; tables are ${tableNames.join(", ")}`);
  }
  return allCases.filter((one) => ofTables.has(one) || names.includes(one.name));
}

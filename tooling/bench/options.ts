import { parseArgs } from "node:util";
import { workloadNames, workloads, type WorkloadName } from "./workloads.js";

/** All that is measured: training steps by name, those on sequences together, writing, pictures, and forward passes. */
export const sections = [...workloadNames, "sequences", "unsupervised", "generation", "pictures", "inference"] as const;
export type Section = (typeof sections)[number];

/** Training steps by which a change under work is judged, unless others are named: seconds each. */
export const quickNames = ["lenet5", "vgg-mini", "resnet20", "lstm"] as const satisfies readonly WorkloadName[];

interface CommonOptions {
  /** Fresh processes per contender. */
  readonly rounds: number;
  /** Program and arguments that start every process, as `taskset -c 0`; none by default. */
  readonly launcher: readonly string[];
}

/** Measures ours and others, and keeps the tables; or, to see that everything runs, starts one short process of each. */
export interface MeasureOptions extends CommonOptions {
  readonly mode: "measure" | "try";
  readonly sections: readonly Section[];
  /** When the measurement was made; the day of the last commit where it is not given. */
  readonly date: string | undefined;
}

/** Measures ours on two checkouts. */
export interface CompareOptions extends CommonOptions {
  readonly mode: "compare";
  readonly workloads: readonly WorkloadName[];
  /** A folder or a revision of git. */
  readonly before: string;
  /** Of contenders that take part; all by default. */
  readonly threads: number | undefined;
}

export type BenchOptions = MeasureOptions | CompareOptions;

export const usage = `pnpm bench [--only ${sections.join("|")}]... [--rounds N] [--launcher "COMMAND"] [--try] [--date YYYY-MM-DD]
pnpm bench --quick [--before FOLDER|REVISION] [--only TRAINING STEP]... [--threads N] [--rounds N] [--launcher "COMMAND"]`;

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
      try: { type: "boolean", default: false },
      date: { type: "string" },
    },
  });
  const { quick, date, only } = values;
  const launcher = values.launcher.split(" ").filter((part) => part !== "");
  if (!quick) {
    const stray = (["before", "threads"] as const).find((name) => values[name] !== undefined);
    if (stray !== undefined) throw new Error(`--${stray} is for --quick, which compares two checkouts`);
    if (date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(date)) {
      throw new Error(`--date must be YYYY-MM-DD, got ${date}`);
    }
    const rounds = values.try ? 1 : count("rounds", values.rounds ?? "7");
    return { mode: values.try ? "try" : "measure", sections: named(only, sections, sections), rounds, launcher, date };
  }
  if (values.try || date !== undefined) throw new Error("--quick keeps no table: --try and --date do nothing with it");
  return {
    mode: "compare",
    workloads: named(only, Object.keys(workloads) as WorkloadName[], quickNames),
    before: values.before ?? "HEAD",
    threads: values.threads === undefined ? undefined : count("threads", values.threads),
    rounds: count("rounds", values.rounds ?? "5"),
    launcher,
  };
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${option} must be 1 or more, got ${text}`);
  return value;
}

/** Those that are asked for, in the order of all, whatever the order of the arguments. */
function named<Name extends string>(
  asked: readonly string[] | undefined,
  all: readonly Name[],
  byDefault: readonly Name[],
): readonly Name[] {
  const unknown = asked?.find((name) => !(all as readonly string[]).includes(name));
  if (unknown !== undefined) throw new Error(`there is no workload "${unknown}", only ${all.join(", ")}`);
  return asked === undefined ? byDefault : all.filter((name) => asked.includes(name));
}

import { parseArgs } from "node:util";
import { workloadNames } from "./workloads.js";

/** All that is measured: training steps by name, those on sequences together, writing, pictures, and forward passes. */
export const sections = [...workloadNames, "sequences", "unsupervised", "generation", "pictures", "inference"] as const;
export type Section = (typeof sections)[number];

export interface BenchOptions {
  readonly sections: readonly Section[];
  /** Fresh processes per contender. */
  readonly rounds: number;
  /** One short process each, to see that everything runs; its numbers are not kept. */
  readonly quick: boolean;
  /** When the measurement was made; the day of the last commit where it is not given. */
  readonly date: string | undefined;
}

export const usage = `pnpm bench [--only ${sections.join("|")}]... [--rounds N] [--quick] [--date YYYY-MM-DD]`;

/** @throws Error with one sentence, for arguments that make no sense */
export function readOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: "string", multiple: true },
      rounds: { type: "string" },
      quick: { type: "boolean", default: false },
      date: { type: "string" },
    },
  });
  const { quick, date } = values;
  const unknown = values.only?.find((name) => !(sections as readonly string[]).includes(name));
  if (unknown !== undefined) throw new Error(`there is no workload "${unknown}", only ${sections.join(", ")}`);
  const rounds = Number(values.rounds ?? (quick ? 1 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds must be 1 or more, got ${values.rounds}`);
  if (date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(date))
    throw new Error(`--date must be YYYY-MM-DD, got ${date}`);
  // In the order of the page, whatever the order of the arguments.
  const asked = sections.filter((name) => values.only?.includes(name) ?? true);
  return { sections: asked, rounds, quick, date };
}

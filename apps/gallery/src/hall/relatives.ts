import { summaries, type FamilySummary, type VariantSummary } from "@blockzoo/zoo";
import type { Ancestor } from "@blockzoo/family";
import { planned } from "./planned.js";

/** A family as the hall shows it, built or not. */
export interface Relative {
  readonly name: string;
  readonly title: string;
  readonly year: number;
  readonly idea: string;
  readonly ancestors: readonly Ancestor[];
  readonly paper: FamilySummary["paper"];
  /** What its networks do, in words, what most do first; nothing where it is not built. */
  readonly tasks: readonly string[];
  /** Numbers of parameters of its networks, from the smallest; none where it is not built. */
  readonly sizes: readonly number[];
  readonly isBuilt: boolean;
}

/** Networks that are a task of their own, such as an acoustic model, say nothing by it. */
const unspoken = "tensors";

/** All families, built and planned, the oldest first. */
export const relatives: readonly Relative[] = [
  ...Object.entries(summaries).map(([name, { variants, ...summary }]) => {
    const all = Object.values(variants);
    return {
      ...known(name, summary),
      tasks: tasksOf(all),
      sizes: all.map(({ params }) => params).toSorted((a, b) => a - b),
      isBuilt: true,
    };
  }),
  ...Object.entries(planned).map(([name, summary]) => ({
    ...known(name, summary),
    tasks: [],
    sizes: [],
    isBuilt: false,
  })),
].toSorted((a, b) => a.year - b.year);

function tasksOf(variants: readonly VariantSummary[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { task } of variants) if (task !== unspoken) counts.set(task, (counts.get(task) ?? 0) + 1);
  const byCount = [...counts].toSorted(([, a], [, b]) => b - a);
  return byCount.map(([task]) => task.replaceAll("-", " "));
}

function known(name: string, { title, paper, lineage }: Pick<FamilySummary, "title" | "paper" | "lineage">) {
  const { idea = paper.title, ancestors = [] } = lineage ?? {};
  return { name, title, year: paper.year, idea, ancestors, paper };
}

/** `"62 k"`: a number of parameters, shortly. */
export function shortNumber(value: number): string {
  const [unit, divisor] = value >= 1e6 ? [" M", 1e6] : value >= 1e3 ? [" k", 1e3] : ["", 1];
  const short = value / divisor;
  return `${short >= 100 || divisor === 1 ? Math.round(short) : Number(short.toPrecision(2))}${unit}`;
}

import { summaries, type FamilySummary, type VariantSummary } from "@blockzoo/zoo";
import type { Ancestor, Family, Variant } from "@blockzoo/family";
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

/** All families of the zoo, built and planned, the oldest first. */
export const relatives: readonly Relative[] = byYear([
  ...Object.entries(summaries).map(([name, { variants, ...summary }]) => built(name, summary, Object.values(variants))),
  ...Object.entries(planned).map(([name, summary]) => ({
    ...known(name, summary),
    tasks: [],
    sizes: [],
    isBuilt: false,
  })),
]);

/** These, and families of other packages. */
export function withGuests(zoo: readonly Relative[], guests: readonly Family[]): readonly Relative[] {
  const relativeOf = ({ name, title, papers, lineage, variants }: Family) => {
    const summary = { title, paper: papers[0]!, ...(lineage && { lineage }) };
    return built(
      name,
      summary,
      Object.values<Variant>(variants).map(({ task, params }) => ({ task: task.name, params })),
    );
  };
  return byYear([...zoo, ...guests.map(relativeOf)]);
}

function byYear(all: readonly Relative[]): readonly Relative[] {
  return all.toSorted((a, b) => a.year - b.year);
}

type Known = Pick<FamilySummary, "title" | "paper" | "lineage">;

function built(name: string, summary: Known, variants: readonly VariantSummary[]): Relative {
  return {
    ...known(name, summary),
    tasks: tasksOf(variants),
    sizes: variants.map(({ params }) => params).toSorted((a, b) => a - b),
    isBuilt: true,
  };
}

function tasksOf(variants: readonly VariantSummary[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { task } of variants) if (task !== unspoken) counts.set(task, (counts.get(task) ?? 0) + 1);
  const byCount = [...counts].toSorted(([, a], [, b]) => b - a);
  return byCount.map(([task]) => task.replaceAll("-", " "));
}

function known(name: string, { title, paper, lineage }: Known) {
  const { idea = paper.title, ancestors = [] } = lineage ?? {};
  return { name, title, year: paper.year, idea, ancestors, paper };
}

/** `"62 k"`: a number of parameters, shortly. */
export function shortNumber(value: number): string {
  const [unit, divisor] = value >= 1e6 ? [" M", 1e6] : value >= 1e3 ? [" k", 1e3] : ["", 1];
  const short = value / divisor;
  return `${short >= 100 || divisor === 1 ? Math.round(short) : Number(short.toPrecision(2))}${unit}`;
}

import type { Relative } from "./relatives.js";

/** What the hall is asked to show. Empty texts ask for nothing. */
export interface Choice {
  readonly search: string;
  readonly task: string;
  readonly size: string;
  readonly years: string;
  /** `"no"` leaves out what is not built yet. */
  readonly planned: string;
}

/** Numbers of parameters, from and below. */
export const sizes: Readonly<Record<string, readonly [number, number]>> = {
  "below 100 thousand": [0, 1e5],
  "100 thousand to 1 million": [1e5, 1e6],
  "1 to 10 million": [1e6, 1e7],
  "10 million and more": [1e7, Infinity],
};

/** Years, from and to. */
export const years: Readonly<Record<string, readonly [number, number]>> = {
  "before 2000": [0, 1999],
  "2000 to 2011": [2000, 2011],
  "2012 and 2013": [2012, 2013],
  "2014": [2014, 2014],
  "from 2015": [2015, Infinity],
};

/** Those that were asked for, in their order. */
export function chosen(relatives: readonly Relative[], choice: Choice): readonly Relative[] {
  const words = choice.search.toLowerCase().split(/\s+/).filter(Boolean);
  return relatives.filter((relative) => {
    const text = textOf(relative);
    return (
      words.every((word) => text.includes(word)) &&
      (choice.task === "" || relative.tasks.includes(choice.task)) &&
      (choice.size === "" || relative.sizes.some((size) => isIn(sizes[choice.size], size))) &&
      (choice.years === "" || isWithin(years[choice.years], relative.year)) &&
      (choice.planned !== "no" || relative.isBuilt)
    );
  });
}

/** All that a search may find. */
function textOf({ name, title, idea, year, paper, tasks }: Relative): string {
  return [name, title, idea, year, paper.title, paper.authors, ...tasks].join(" ").toLowerCase();
}

function isIn(range: readonly [number, number] | undefined, value: number): boolean {
  return range !== undefined && value >= range[0] && value < range[1];
}

function isWithin(range: readonly [number, number] | undefined, value: number): boolean {
  return range !== undefined && value >= range[0] && value <= range[1];
}

import { Graph, layout } from "@dagrejs/dagre";
import type { Relative } from "./relatives.js";

/** What stands in a row of the tree: a family, or a branch that leads past it, from an ancestor to those below. */
export interface Item {
  /** The family, or the ancestor from which the branch comes. */
  readonly relative: Relative;
  readonly isBranch: boolean;
  /** The items of the row above that lead here, of which a branch has one. */
  readonly above: readonly Item[];
}

export type Row = readonly Item[];

/**
 * Rows of at most so many families by year: none stands above an older one, or beside one that it came from.
 *
 * @param relatives the oldest first
 */
export function rowsByYear(relatives: readonly Relative[], most: number): readonly (readonly Relative[])[] {
  const rows: Relative[][] = [];
  for (const relative of descending(relatives)) {
    const row = rows.at(-1);
    const isBelow = row?.some(({ name }) => relative.ancestors.some(({ family }) => family === name));
    if (row !== undefined && row.length < most && isBelow === false) row.push(relative);
    else rows.push([relative]);
  }
  return rows;
}

/** Within a year, those that came from one of the same year come later. */
function descending(relatives: readonly Relative[]): readonly Relative[] {
  const byName = new Map(relatives.map((each) => [each.name, each]));
  const generation = (relative: Relative): number => {
    const parents = relative.ancestors.map(({ family }) => byName.get(family)).filter((each) => each !== undefined);
    return Math.max(0, ...parents.filter(({ year }) => year === relative.year).map((each) => 1 + generation(each)));
  };
  return relatives.toSorted((a, b) => a.year - b.year || generation(a) - generation(b));
}

/** The rows with the branches that lead through them: one for each ancestor that has descendants further below. */
export function withBranches(rows: readonly (readonly Relative[])[]): readonly Row[] {
  const rowOf = new Map(rows.flatMap((row, at) => row.map((each) => [each.name, at] as const)));
  const lastOf = new Map<string, number>();
  for (const { name, ancestors } of rows.flat()) {
    for (const { family } of ancestors) lastOf.set(family, Math.max(lastOf.get(family) ?? 0, rowOf.get(name)!));
  }
  const grown: Row[] = [];
  for (const [at, row] of rows.entries()) {
    const before = grown.at(-1) ?? [];
    const leading = (name: string) => before.filter(({ relative }) => relative.name === name);
    const cards = row.map((relative) => ({
      relative,
      isBranch: false,
      above: relative.ancestors.flatMap(({ family }) => leading(family)),
    }));
    const branches = before
      .filter(({ relative }) => (lastOf.get(relative.name) ?? 0) > at)
      .map((item) => ({ relative: item.relative, isBranch: true, above: [item] }));
    grown.push([...cards, ...branches]);
  }
  return grown;
}

/** The items of each row from left to right, so that few branches cross: dagre's order. */
export function inOrder(rows: readonly Row[]): readonly Row[] {
  const graph = new Graph<object, { x: number; y: number; width: number; height: number; rank: number }, object>();
  // Ranks are given. dagre puts one between any two for labels of edges, which there are none of.
  graph.setGraph({ ranker: "none" });
  const idOf = new Map(rows.flat().map((item, id) => [item, String(id)]));
  rows.forEach((row, at) => {
    for (const item of row) graph.setNode(idOf.get(item)!, { x: 0, y: 0, width: 1, height: 1, rank: 2 * at });
  });
  for (const [item, id] of idOf) for (const parent of item.above) graph.setEdge(idOf.get(parent)!, id, {});
  layout(graph);
  const placeOf = (item: Item) => graph.node(idOf.get(item)!).x;
  return rows.map((row) => row.toSorted((a, b) => placeOf(a) - placeOf(b)));
}

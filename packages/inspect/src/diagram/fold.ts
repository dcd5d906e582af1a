import { groupBy } from "../group-by.js";
import type { DiagramCluster, DiagramEdge, DiagramNode } from "./model.js";

/** A node of a diagram on its way. */
export interface DraftNode extends DiagramNode {
  /** What decides whether two are equal; a node without one is never folded. */
  readonly signature: string | undefined;
}

/** A diagram on its way. */
export interface Draft {
  readonly nodes: readonly DraftNode[];
  readonly edges: readonly DiagramEdge[];
  readonly clusters: readonly DiagramCluster[];
}

/** What stands in a cluster, side by side: a node, or an inner cluster with all that is in it. */
interface Item {
  readonly id: string;
  readonly label: string;
  /** In the order of the forward pass, so that equal items have equal nodes at equal positions. */
  readonly nodes: readonly DraftNode[];
  readonly signature: string | undefined;
  /** Functions alone are too small to fold. */
  readonly isFunction: boolean;
}

/** `count` repetitions of `period` items, from a position of a chain on. */
interface Repetition {
  readonly start: number;
  readonly period: number;
  readonly count: number;
}

/**
 * Draws once what repeats: where neighbours in a chain have equal signatures, alone (a block three times) or in turns
 * (convolution and activation, twice), the first stay and say how often. What repeats may be an opened container, and
 * may hold repetitions itself.
 */
export function fold(draft: Draft): Draft {
  let folded = draft;
  const done = new Set<string | undefined>();
  for (let level: string | undefined; !done.has(level);) {
    done.add(level);
    folded = foldLevel(folded, level);
    // Outer clusters stand before those in them; a fold may have added some, whose content is judged anew.
    level = folded.clusters.find(({ id }) => !done.has(id))?.id;
  }
  return folded;
}

function foldLevel(draft: Draft, level: string | undefined): Draft {
  return chainsOf(draft, level).reduce((folded, chain) => {
    // From the end, so that positions before a repetition stay what they are.
    return repetitionsOf(chain)
      .toReversed()
      .reduce((current, repetition) => foldOne(current, level, chain, repetition), folded);
  }, draft);
}

/** Longest runs of items of which each has only the one before it and serves only the one after it. */
function chainsOf(draft: Draft, level: string | undefined): Item[][] {
  const items = itemsOf(draft, level);
  const itemOf = new Map(items.flatMap((item) => item.nodes.map((node) => [node.id, item] as const)));
  const [from, to] = [new Map<unknown, Set<unknown>>(), new Map<unknown, Set<unknown>>()];
  for (const edge of draft.edges) {
    const [source, target] = [itemOf.get(edge.from) ?? edge.from, itemOf.get(edge.to) ?? edge.to];
    if (source === target) continue;
    from.set(source, (from.get(source) ?? new Set()).add(target));
    to.set(target, (to.get(target) ?? new Set()).add(source));
  }
  const known = new Set<unknown>(items);
  const next = (item: Item): Item | undefined => {
    const [follower, ...others] = from.get(item) ?? [];
    if (!known.has(follower) || others.length > 0 || to.get(follower)!.size > 1) return undefined;
    const isFoldable = item.signature !== undefined && (follower as Item).signature !== undefined;
    return isFoldable ? (follower as Item) : undefined;
  };
  const followers = new Set(items.map(next));
  return items
    .filter((item) => item.signature !== undefined && !followers.has(item))
    .map((start) => {
      const chain = [start];
      for (let item = next(start); item !== undefined; item = next(item)) chain.push(item);
      return chain;
    });
}

function itemsOf({ nodes, edges, clusters }: Draft, level: string | undefined): Item[] {
  const parentOf = new Map(clusters.map(({ id, parent }) => [id, parent]));
  const homeOf = (cluster: string | undefined): string | undefined => {
    let home = cluster;
    while (home !== undefined && parentOf.get(home) !== level) home = parentOf.get(home);
    return home;
  };
  const grouped = groupBy(nodes, (node) => (node.cluster === level ? node.id : homeOf(node.cluster)));
  return [...grouped].flatMap(([id, members]) => {
    if (id === undefined) return [];
    const [node] = members;
    if (node!.id === id)
      return { id, label: node!.label, nodes: members, signature: node!.signature, isFunction: !node!.isBlock };
    const { label, repeat } = clusters.find((cluster) => cluster.id === id)!;
    return { id, label, nodes: members, signature: clusterSignature(repeat, members, edges), isFunction: false };
  });
}

/** What the nodes of a cluster are, and how they are joined. */
function clusterSignature(
  repeat: number,
  nodes: readonly DraftNode[],
  edges: readonly DiagramEdge[],
): string | undefined {
  if (nodes.some((node) => node.signature === undefined)) return undefined;
  const position = new Map(nodes.map((node, index) => [node.id, index]));
  const inside = edges.flatMap(({ from, to }) =>
    position.has(to) ? `${position.get(from) ?? "in"}>${position.get(to)}` : [],
  );
  return JSON.stringify([repeat, nodes.map((node) => [node.signature, node.repeat]), inside]);
}

/**
 * Repetitions from left to right, none overlapping; at each place the one that saves most, the shortest of these. They
 * begin with a block: it is convolution and activation, not the reverse.
 */
function repetitionsOf(chain: readonly Item[]): Repetition[] {
  const signatures = chain.map((item) => item.signature);
  const found: Repetition[] = [];
  for (let start = 0; start < chain.length;) {
    let best: Repetition = { start, period: 1, count: 1 };
    const longest = chain[start]!.isFunction ? 0 : (chain.length - start) / 2;
    for (let period = 1; period <= longest; period++) {
      let length = period;
      while (start + length < chain.length && signatures[start + length] === signatures[start + length - period])
        length++;
      const count = Math.floor(length / period);
      if (period * (count - 1) > best.period * (best.count - 1)) best = { start, period, count };
    }
    if (best.count > 1) found.push(best);
    start += best.period * best.count;
  }
  return found;
}

function foldOne(
  draft: Draft,
  level: string | undefined,
  chain: readonly Item[],
  { start, period, count }: Repetition,
): Draft {
  const kept = chain.slice(start, start + period);
  const last = chain.slice(start + period * (count - 1), start + period * count);
  const removed = new Set(
    chain
      .slice(start + period, start + period * count)
      .flatMap(({ id, nodes }) => [id, ...nodes.map((node) => node.id)]),
  );
  for (const { id, parent } of draft.clusters) if (parent !== undefined && removed.has(parent)) removed.add(id);
  const lastNodes = last.flatMap((item) => item.nodes);
  const keptNodes = kept.flatMap((item) => item.nodes);
  const standsFor = new Map(lastNodes.map((node, index) => [node.id, keptNodes[index]!.id]));
  const labels = new Map(kept.map(({ id, label }, index) => [id, rangeText(label, last[index]!.label)]));
  const paths = pathsOfAll(draft, chain.slice(start, start + period * count), period);

  const frame = `repeat-${kept[0]!.id}`;
  /** A kept item as it is drawn: its label says what it stands for, and it counts, or is framed with the others. */
  const drawn = <Part extends { readonly id: string; readonly label: string; readonly repeat: number }>(
    part: Part,
    framed: Partial<Part>,
  ): Part => {
    const label = labels.get(part.id);
    if (label === undefined) return part;
    return period === 1 ? { ...part, label, repeat: part.repeat * count } : { ...part, label, ...framed };
  };
  const remaining = <Part extends { readonly id: string; readonly paths: readonly string[] }>(parts: readonly Part[]) =>
    parts.filter(({ id }) => !removed.has(id)).map((part) => ({ ...part, paths: paths.get(part.id) ?? part.paths }));
  const clusters = remaining(draft.clusters).map((cluster) => drawn(cluster, { parent: frame }));
  return {
    nodes: remaining(draft.nodes).map((node) => drawn(node, { cluster: frame })),
    edges: draft.edges
      .filter((edge) => !removed.has(edge.to))
      .flatMap((edge) => {
        if (!removed.has(edge.from)) return edge;
        const from = standsFor.get(edge.from);
        return from === undefined ? [] : { ...edge, from };
      }),
    clusters:
      period === 1 ? clusters : [...clusters, { id: frame, label: "", repeat: count, parent: level, paths: [] }],
  };
}

/** The paths of everything in the first of several repetitions, each with those of what stands at its place in the others. */
function pathsOfAll(draft: Draft, items: readonly Item[], period: number): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (let index = 0; index < period; index++) {
    const same = items.filter((_, at) => at % period === index).map((item) => partsOf(draft, item));
    same[0]!.forEach(({ id }, at) =>
      found.set(
        id,
        same.flatMap((parts) => parts[at]!.paths),
      ),
    );
  }
  return found;
}

/** An item and all that is in it, in an order that equal items have alike. */
function partsOf({ clusters }: Draft, { id, nodes }: Item): readonly (DraftNode | DiagramCluster)[] {
  const within = new Set([id]);
  const frames = clusters.filter((cluster) => {
    const isInside = cluster.id === id || (cluster.parent !== undefined && within.has(cluster.parent));
    if (isInside) within.add(cluster.id);
    return isInside;
  });
  return [...nodes, ...frames];
}

/** `layer1.0 … 2` for `layer1.0` to `layer1.2`. */
function rangeText(first: string, last: string): string {
  if (first === last) return first;
  const prefix = first.slice(0, first.lastIndexOf(".") + 1);
  return `${first} … ${last.startsWith(prefix) ? last.slice(prefix.length) : last}`;
}

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

/** `count` repetitions of `period` nodes, from a position of a chain on. */
interface Repetition {
  readonly start: number;
  readonly period: number;
  readonly count: number;
}

/**
 * Draws once what repeats: where neighbours in a chain have equal signatures, alone (a block three times) or in turns
 * (convolution and activation, twice), the first stay and say how often.
 */
export function fold(draft: Draft): Draft {
  return chainsOf(draft).reduce((folded, chain) => {
    // From the end, so that positions before a repetition stay what they are.
    return repetitionsOf(chain)
      .toReversed()
      .reduce((current, repetition) => foldOne(current, chain, repetition), folded);
  }, draft);
}

/** Longest runs of nodes in one cluster of which each has only the one before it and serves only the one after it. */
function chainsOf({ nodes, edges }: Draft): DraftNode[][] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const outgoing = groupBy(edges, (edge) => edge.from);
  const incoming = groupBy(edges, (edge) => edge.to);
  const next = (node: DraftNode): DraftNode | undefined => {
    const out = outgoing.get(node.id) ?? [];
    const follower = out.length === 1 ? byId.get(out[0]!.to)! : undefined;
    if (follower === undefined || incoming.get(follower.id)!.length !== 1) return undefined;
    const isFoldable = node.signature !== undefined && follower.signature !== undefined;
    return isFoldable && node.cluster === follower.cluster ? follower : undefined;
  };
  const followers = new Set(nodes.map(next));
  return nodes
    .filter((node) => node.signature !== undefined && !followers.has(node))
    .map((start) => {
      const chain = [start];
      for (let node = next(start); node !== undefined; node = next(node)) chain.push(node);
      return chain;
    });
}

/**
 * Repetitions from left to right, none overlapping; at each place the one that saves most, the shortest of these. They
 * begin with a block: functions alone are too small to fold, and it is convolution and activation, not the reverse.
 */
function repetitionsOf(chain: readonly DraftNode[]): Repetition[] {
  const signatures = chain.map((node) => node.signature);
  const found: Repetition[] = [];
  for (let start = 0; start < chain.length;) {
    let best: Repetition = { start, period: 1, count: 1 };
    const longest = chain[start]!.isBlock ? (chain.length - start) / 2 : 0;
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

function foldOne(draft: Draft, chain: readonly DraftNode[], { start, period, count }: Repetition): Draft {
  const kept = chain.slice(start, start + period);
  const last = chain.slice(start + period * (count - 1), start + period * count);
  const removed = new Set(chain.slice(start + period, start + period * count).map((node) => node.id));
  const cluster: DiagramCluster = { id: `repeat-${kept[0]!.id}`, label: "", repeat: count, parent: kept[0]!.cluster };
  const place = (node: DraftNode): DraftNode => {
    const index = kept.indexOf(node);
    if (index < 0) return node;
    const label = rangeText(node.label, last[index]!.label);
    return period === 1 ? { ...node, label, repeat: count } : { ...node, label, cluster: cluster.id };
  };
  const end = last.at(-1)!.id;
  return {
    nodes: draft.nodes.filter((node) => !removed.has(node.id)).map(place),
    edges: draft.edges
      .filter((edge) => !removed.has(edge.to))
      .flatMap((edge) => (edge.from === end ? { ...edge, from: kept.at(-1)!.id } : removed.has(edge.from) ? [] : edge)),
    clusters: period === 1 ? draft.clusters : [...draft.clusters, cluster],
  };
}

/** `layer1.0 … 2` for `layer1.0` to `layer1.2`. */
function rangeText(first: string, last: string): string {
  if (first === last) return first;
  const prefix = first.slice(0, first.lastIndexOf(".") + 1);
  return `${first} … ${last.startsWith(prefix) ? last.slice(prefix.length) : last}`;
}

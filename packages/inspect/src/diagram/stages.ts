import { sidesOf, topOf, withPlaces, type Layout } from "./geometry.js";
import type { Diagram, DiagramEdge, DiagramNode } from "./model.js";

/**
 * A network in stages that stand one below the other, such as its blocks. It is parted at every node that all before it leads to, all behind
 * it comes from, and nothing passes; such a node ends one stage and begins the next. No frame is parted. Each stage is small, whatever
 * the depth of the network, and so is what it takes to lay it out.
 */
export function stagesOf(given: Diagram): Diagram[] {
  const diagram = { ...given, nodes: inOrder(given) };
  const ends = endsOfStages(diagram);
  const at = placesOf(diagram.nodes);
  const frames = framesOf(diagram);
  return [...ends, diagram.nodes.length - 1].map((end, stage) => {
    const begin = ends[stage - 1] ?? -1;
    const isIn = (index: number) => index > begin && index <= end;
    // The frame around the first node belongs to the stage before.
    const first = diagram.nodes.slice(Math.max(begin, 0), begin + 1).map((node) => ({ ...node, cluster: undefined }));
    return {
      ...given,
      nodes: [...first, ...given.nodes.filter(({ id }) => isIn(at.get(id)!))],
      edges: diagram.edges.filter((edge) => isIn(Math.max(at.get(edge.from)!, at.get(edge.to)!))),
      clusters: diagram.clusters.filter(({ id }) => isIn(frames.get(id)?.first ?? -1)),
    };
  });
}

/** The nodes, each behind all that lead to it, and no earlier than that asks for. */
function inOrder({ nodes, edges }: Diagram): readonly DiagramNode[] {
  const waiting = new Map(nodes.map(({ id }) => [id, 0]));
  for (const edge of edges) {
    const [, to] = forward(edge);
    waiting.set(to, waiting.get(to)! + 1);
  }
  const ordered: DiagramNode[] = [];
  const left = new Set(nodes);
  for (;;) {
    const next = [...left].find(({ id }) => waiting.get(id) === 0);
    // In a circle nothing comes first.
    if (next === undefined) return left.size === 0 ? ordered : nodes;
    left.delete(next);
    ordered.push(next);
    for (const edge of edges) {
      const [from, to] = forward(edge);
      if (from === next.id) waiting.set(to, waiting.get(to)! - 1);
    }
  }
}

/** Where a line comes from and leads to as it is laid out: what points back leads forward. */
function forward({ from, to, feedback }: DiagramEdge): readonly [from: string, to: string] {
  return feedback ? [to, from] : [from, to];
}

/** The nodes at which a network is parted, by their places. */
function endsOfStages(diagram: Diagram): number[] {
  const { nodes, edges } = diagram;
  const at = placesOf(nodes);
  const ways = edges.map((edge) => forward(edge).map((id) => at.get(id)!));
  if (ways.some(([from, to]) => from! >= to!)) return [];
  const [leaves, arrives] = [new Set(ways.map(([from]) => from)), new Set(ways.map(([, to]) => to))];
  const farthest = [...ways, ...[...framesOf(diagram).values()].map(({ first, last }) => [first - 1, last])];
  const reach = new Array<number>(nodes.length + 1).fill(-1);
  for (const [from, to] of farthest) reach[from! + 1] = Math.max(reach[from! + 1]!, to!);

  const ends: number[] = [];
  let reached = -1;
  let leadsOn = true;
  for (let index = 0; index < nodes.length; index++) {
    // What comes from nowhere stands beside all that is before it, and what leads nowhere beside all that is behind it.
    if (!arrives.has(index)) ends.length = 0;
    leadsOn &&= leaves.has(index);
    reached = Math.max(reached, reach[index]!);
    if (leadsOn && reached <= index) ends.push(index);
  }
  return ends;
}

/** The layouts of stages one below the other, each with its first node where the stage before has it. */
export function stacked(diagram: Diagram, [top, ...others]: readonly Layout[]): Layout {
  const parts = [top!];
  for (const part of others) {
    const above = parts.at(-1)!;
    const first = part.nodes[0]!;
    const { box } = above.nodes.find(({ node }) => node.id === first.node.id)!;
    // Below the frames around it, too, whose lower sides the lines from it pass.
    const drop = footOf(above) - (box.y + box.height / 2);
    const by = { x: box.x - first.box.x, y: box.y + drop - first.box.y };
    const moved = withPlaces(part, (place) => ({ ...place, x: place.x + by.x, y: place.y + by.y }));
    parts.push({
      ...moved,
      nodes: moved.nodes.slice(1),
      edges: moved.edges.map((line) => raised(line, first.node.id, drop)),
    });
  }
  const [nodes, edges] = [parts.flatMap((part) => part.nodes), parts.flatMap((part) => part.edges)];
  const clusters = parts.flatMap((part) => part.clusters);
  const { left, right } = sidesOf({ nodes, edges, clusters });
  const byNode = new Map(nodes.map((placed) => [placed.node.id, placed]));
  const byEdge = new Map(edges.map((placed) => [placed.edge, placed]));
  const joined = {
    width: right - left,
    height: footOf(parts.at(-1)!) + margin,
    nodes: diagram.nodes.map(({ id }) => byNode.get(id)!),
    edges: diagram.edges.map((edge) => byEdge.get(edge)!),
    clusters: clusters.toSorted((a, b) => b.box.height - a.box.height),
  };
  return withPlaces(joined, (place) => ({ ...place, x: place.x - left }));
}

/** Above and below the whole. */
const margin = 4;

/** A line from the first node of a stage that was moved down: it begins at the node still. */
function raised(line: Layout["edges"][number], first: string, by: number): Layout["edges"][number] {
  const { edge, points } = line;
  if (edge.from !== first && edge.to !== first) return line;
  const end = edge.from === first ? 0 : points.length - 1;
  return { ...line, points: points.map((point, index) => (index === end ? { x: point.x, y: point.y - by } : point)) };
}

function footOf({ nodes, clusters }: Layout): number {
  return Math.max(...[...nodes, ...clusters].map(({ box }) => topOf(box) + box.height));
}

function placesOf(nodes: readonly DiagramNode[]): ReadonlyMap<string, number> {
  return new Map(nodes.map(({ id }, index) => [id, index]));
}

/** From which node to which each frame reaches. */
function framesOf({
  nodes,
  clusters,
}: Diagram): ReadonlyMap<string, { readonly first: number; readonly last: number }> {
  const parents = new Map(clusters.map(({ id, parent }) => [id, parent]));
  const found = new Map<string, { readonly first: number; readonly last: number }>();
  nodes.forEach(({ cluster }, index) => {
    for (let frame = cluster; frame !== undefined; frame = parents.get(frame)) {
      found.set(frame, { first: found.get(frame)?.first ?? index, last: index });
    }
  });
  return found;
}

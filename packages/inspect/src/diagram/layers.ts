import { Graph, layout as layoutGraph } from "@dagrejs/dagre";
import { textWidth } from "../drawing/text.js";
import { groupBy } from "../group-by.js";
import { fontSize, labelSize, sidesOf, topOf, withPlaces, type Box, type Layout, type Point } from "./geometry.js";
import { clusterText, edgeLabel, type Diagram, type DiagramNode } from "./model.js";

/** Ways to lay out, from roomy to tight. */
export const attempts = [
  { ranksep: 22, nodesep: 18, edgesep: 14 },
  { ranksep: 22, nodesep: 8, edgesep: 6 },
  { ranksep: 14, nodesep: 8, edgesep: 6 },
  { ranksep: 14, nodesep: 8, edgesep: 6, ranker: "tight-tree" },
  { ranksep: 14, nodesep: 8, edgesep: 6, ranker: "longest-path" },
  { ranksep: 12, nodesep: 5, edgesep: 4 },
] as const;
export type Attempt = (typeof attempts)[number];

/**
 * A layout whose layers were swept for fewer crossings. Undefined where dagre loses a node on the way, as it may where frames stand in
 * frames: what it lost has no place, and it says that there is no intersection.
 */
export function swept(diagram: Diagram, spacing: Attempt, whole = diagram): Layout | undefined {
  try {
    return layered(diagram, spacing, false, whole);
  } catch {
    return undefined;
  }
}

/**
 * Sugiyama's layers as dagre draws them (Gansner et al. 1993; Brandes & Köpf 2001).
 *
 * @param asGiven keeps the order in which a walk along the edges meets the nodes of a layer, instead of sweeping for
 *   fewer crossings
 * @param whole the diagram of which this is a stage: what is written at its lines depends on what is before
 */
export function layered(diagram: Diagram, spacing: Attempt, asGiven: boolean, whole = diagram): Layout {
  const graph = new Graph<object, Box, { points: Point[] } & Point>({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: "TB", ...spacing, marginx: 0, marginy: 4 });
  for (const node of diagram.nodes) graph.setNode(node.id, { ...sizeOfNode(node), x: 0, y: 0 });
  for (const cluster of diagram.clusters) graph.setNode(cluster.id, { width: 0, height: 0, x: 0, y: 0 });
  for (const { id, cluster } of diagram.nodes) if (cluster !== undefined) graph.setParent(id, cluster);
  for (const { id, parent } of diagram.clusters) if (parent !== undefined) graph.setParent(id, parent);
  diagram.edges.forEach((edge, index) => {
    const text = edgeLabel(whole, edge);
    const size = text === "" ? {} : { width: textWidth(text, fontSize) + 12, height: fontSize + 4, labelpos: "c" };
    // What points back is laid out forward, so that layers follow the order of the computation.
    const [from, to] = edge.feedback ? [edge.to, edge.from] : [edge.from, edge.to];
    graph.setEdge(from, to, { ...size, weight: edge.feedback ? 1 : 2, points: [], x: 0, y: 0 }, String(index));
  });
  for (const [source, reader] of rankedBelow(diagram)) {
    graph.setEdge(source, reader, { weight: 0, points: [], x: 0, y: 0 }, "rank");
  }
  layoutGraph(graph, { disableOptimalOrderHeuristic: asGiven });

  const { height = 0 } = graph.graph() as { height?: number };
  const edges = diagram.edges.map((edge, index) => {
    const [from, to] = edge.feedback ? [edge.to, edge.from] : [edge.from, edge.to];
    const { points, x, y } = graph.edge(from, to, String(index));
    const label = { x, y };
    const ordered = edge.feedback ? points.toReversed() : points;
    return { edge, text: edgeLabel(whole, edge), points: ordered, label, isStraight: false };
  });
  const clusters = diagram.clusters
    .map((cluster) => ({ cluster, box: boxOf(graph.node(cluster.id)), text: clusterText(cluster) }))
    .toSorted((a, b) => b.box.height - a.box.height);
  const nodes = diagram.nodes.map((node) => ({ node, box: boxOf(graph.node(node.id)) }));
  const { left, right } = sidesOf({ nodes, edges, clusters });
  return withHeadroom(movedRight({ width: right - left, height, nodes, edges, clusters }, -left));
}

/** What reads from a frame and leads into none, each with those sources of others that it is not below anyway. */
function rankedBelow({ nodes, edges }: Diagram): (readonly [source: string, reader: string])[] {
  const ahead = edges.filter(({ feedback }) => !feedback);
  const [forward, backward] = [groupBy(ahead, ({ from }) => from), groupBy(ahead, ({ to }) => to)];
  const framed = new Set(nodes.filter(({ cluster }) => cluster !== undefined).map(({ id }) => id));
  const leading = new Set(framed);
  for (const id of leading) for (const { from } of backward.get(id) ?? []) leading.add(from);
  const leaving = edges.filter(({ from, to }) => framed.has(from) && !leading.has(to));
  return [...new Set(leaving.map(({ from }) => from))].flatMap((source) => {
    const below = new Set([source]);
    for (const id of below) for (const { to } of forward.get(id) ?? []) below.add(to);
    return leaving.filter(({ to }) => !below.has(to)).map(({ to }) => [source, to] as const);
  });
}

function movedRight(layout: Layout, by: number): Layout {
  return withPlaces(layout, (place) => ({ ...place, x: place.x + by }));
}

const headroom = 18;

/** Moves everything below the upper side of a frame down, so that its text has a line of its own. */
function withHeadroom(layout: Layout): Layout {
  const tops = layout.clusters.map(({ box }) => topOf(box));
  const moved = (y: number) => y + headroom * new Set(tops.filter((top) => top < y)).size;
  const point = ({ x, y }: Point): Point => ({ x, y: moved(y) });
  return {
    width: layout.width,
    height: moved(layout.height),
    nodes: layout.nodes.map(({ node, box }) => ({ node, box: { ...box, y: moved(box.y) } })),
    edges: layout.edges.map((each) => ({ ...each, points: each.points.map(point), label: point(each.label) })),
    clusters: layout.clusters.map(({ box, ...cluster }) => {
      const [top, bottom] = [moved(topOf(box)), moved(topOf(box) + box.height)];
      return { ...cluster, box: { ...box, y: (top + bottom) / 2, height: bottom - top } };
    }),
  };
}

function boxOf({ x, y, width, height }: Box): Box {
  return { x, y, width, height };
}

/** How large a node is drawn. */
export function sizeOfNode({ isBlock, label, detail, repeat }: DiagramNode): { width: number; height: number } {
  const badge = repeat > 1 ? 30 : 0;
  const name = isBlock ? textWidth(label, labelSize) * 1.06 : textWidth(label, fontSize);
  const text = Math.max(name, textWidth(detail, fontSize));
  if (isBlock) return { width: Math.max(96, text + 26 + badge), height: 44 };
  return { width: Math.max(44, text + 16), height: detail === "" ? 24 : 40 };
}

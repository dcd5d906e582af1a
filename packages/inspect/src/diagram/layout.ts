import { Graph, layout as layoutGraph } from "@dagrejs/dagre";
import { textWidth } from "../drawing/text.js";
import { edgeLabel, type Diagram, type DiagramCluster, type DiagramEdge, type DiagramNode } from "./model.js";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box, with its centre. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** A diagram with places, in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly { readonly node: DiagramNode; readonly box: Box }[];
  /** Points from the first node's border to the second's. */
  readonly edges: readonly {
    readonly edge: DiagramEdge;
    readonly text: string;
    readonly points: readonly Point[];
    readonly label: Point;
  }[];
  /** Frames, outer ones before those in them. */
  readonly clusters: readonly { readonly cluster: DiagramCluster; readonly box: Box }[];
}

/** Twelve pixels are nine points in print, where the drawing is not shrunk. */
export const fontSize = 12;
export const labelSize = 13;

/** A4 between margins of 15 mm, less the drawing's own: what is wider is shrunk in print. */
const printWidth = 680 - 20;

/** Ways to lay out, from roomy to narrow. */
const attempts = [
  { nodesep: 18, edgesep: 14 },
  { nodesep: 8, edgesep: 6 },
  { nodesep: 8, edgesep: 6, ranker: "tight-tree" },
  { nodesep: 8, edgesep: 6, ranker: "longest-path" },
  { nodesep: 5, edgesep: 4 },
] as const;

/** Places nodes in layers from top to bottom: as roomy as fits on paper, or else as narrow as may be. */
export function layoutDiagram(diagram: Diagram): Layout {
  let narrowest: Layout | undefined;
  for (const attempt of attempts) {
    const layout = layered(diagram, attempt);
    if (layout.width <= printWidth) return layout;
    if (narrowest === undefined || layout.width < narrowest.width) narrowest = layout;
  }
  return narrowest!;
}

/** Sugiyama's layers as dagre draws them (Gansner et al. 1993; Brandes & Köpf 2001). */
function layered(diagram: Diagram, spacing: (typeof attempts)[number]): Layout {
  const graph = new Graph<object, Box, { points: Point[] } & Point>({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: "TB", ranksep: 22, ...spacing, marginx: 4, marginy: 4 });
  for (const node of diagram.nodes) graph.setNode(node.id, { ...sizeOfNode(node), x: 0, y: 0 });
  for (const cluster of diagram.clusters) graph.setNode(cluster.id, { width: 0, height: 0, x: 0, y: 0 });
  for (const { id, cluster } of diagram.nodes) if (cluster !== undefined) graph.setParent(id, cluster);
  for (const { id, parent } of diagram.clusters) if (parent !== undefined) graph.setParent(id, parent);
  diagram.edges.forEach((edge, index) => {
    const text = edgeLabel(diagram, edge);
    const size = text === "" ? {} : { width: textWidth(text, fontSize) + 12, height: fontSize + 4, labelpos: "c" };
    // What points back is laid out forward, so that layers follow the order of the computation.
    const [from, to] = edge.feedback ? [edge.to, edge.from] : [edge.from, edge.to];
    graph.setEdge(from, to, { ...size, weight: edge.feedback ? 1 : 2, points: [], x: 0, y: 0 }, String(index));
  });
  layoutGraph(graph);

  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return withHeadroom({
    width,
    height,
    nodes: diagram.nodes.map((node) => ({ node, box: boxOf(graph.node(node.id)) })),
    edges: diagram.edges.map((edge, index) => {
      const [from, to] = edge.feedback ? [edge.to, edge.from] : [edge.from, edge.to];
      const { points, x, y } = graph.edge(from, to, String(index));
      return {
        edge,
        text: edgeLabel(diagram, edge),
        points: edge.feedback ? points.toReversed() : points,
        label: { x, y },
      };
    }),
    clusters: diagram.clusters
      .map((cluster) => ({ cluster, box: boxOf(graph.node(cluster.id)) }))
      .toSorted((a, b) => b.box.height - a.box.height),
  });
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
    clusters: layout.clusters.map(({ cluster, box }) => {
      const [top, bottom] = [moved(topOf(box)), moved(topOf(box) + box.height)];
      return { cluster, box: { ...box, y: (top + bottom) / 2, height: bottom - top } };
    }),
  };
}

function topOf({ y, height }: Box): number {
  return y - height / 2;
}

function boxOf({ x, y, width, height }: Box): Box {
  return { x, y, width, height };
}

function sizeOfNode({ isBlock, label, detail, repeat }: DiagramNode): { width: number; height: number } {
  const badge = repeat > 1 ? 30 : 0;
  const name = isBlock ? textWidth(label, labelSize) * 1.06 : textWidth(label, fontSize);
  const text = Math.max(name, textWidth(detail, fontSize));
  if (isBlock) return { width: Math.max(96, text + 26 + badge), height: 44 };
  return { width: Math.max(44, text + 20), height: detail === "" ? 24 : 40 };
}

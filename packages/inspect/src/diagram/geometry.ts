import { textWidth } from "../drawing/text.js";
import type { DiagramCluster, DiagramEdge, DiagramNode } from "./model.js";

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
    /** Drawn with corners: the way from one column to the next. */
    readonly isStraight: boolean;
  }[];
  /** Frames, outer ones before those in them. */
  readonly clusters: readonly { readonly cluster: DiagramCluster; readonly box: Box; readonly text: string }[];
}

/** Twelve pixels are nine points in print, where the drawing is not shrunk. */
export const fontSize = 12;
export const labelSize = 13;

export function topOf({ y, height }: Box): number {
  return y - height / 2;
}

/** How far a drawing, or a part of one, reaches. */
export function sidesOf({ nodes, edges, clusters }: Pick<Layout, "nodes" | "edges" | "clusters">): {
  readonly left: number;
  readonly right: number;
} {
  const sides = [
    ...[...nodes, ...clusters].flatMap(({ box }) => [box.x - box.width / 2, box.x + box.width / 2]),
    ...edges.flatMap(({ points, text, label }) => {
      const half = textWidth(text, fontSize) / 2;
      return [...points.map(({ x }) => x), ...(text === "" ? [] : [label.x - half, label.x + half])];
    }),
  ];
  // A box may throw a shadow, and a line is not infinitely thin.
  return { left: Math.min(...sides) - 2, right: Math.max(...sides) + 5 };
}

/** The layout with everything at another place. */
export function withPlaces(layout: Layout, at: <Place extends Point>(place: Place) => Place): Layout {
  return {
    ...layout,
    nodes: layout.nodes.map(({ node, box }) => ({ node, box: at(box) })),
    edges: layout.edges.map((each) => ({ ...each, points: each.points.map(at), label: at(each.label) })),
    clusters: layout.clusters.map((each) => ({ ...each, box: at(each.box) })),
  };
}

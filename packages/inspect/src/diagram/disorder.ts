import { groupBy } from "../group-by.js";
import { withPlaces, type Box, type Layout, type Point } from "./geometry.js";

/** How many things a reader stumbles over: lines that cross, lines through boxes, and lines out of their order. */
export function disorder(layout: Layout): number {
  return crossings(layout) + 6 * coveredLines(layout) + inversions(layout) + 12 * strays(layout);
}

/** How many nodes do not stand in their frame, or stand in one that is not theirs. */
export function strays({ nodes, clusters }: Layout): number {
  const parentOf = new Map(clusters.map(({ cluster }) => [cluster.id, cluster.parent]));
  const framesAround = (frame: string | undefined): string[] =>
    frame === undefined ? [] : [frame, ...framesAround(parentOf.get(frame))];
  return nodes.reduce((total, { node, box }) => {
    const own = new Set(framesAround(node.cluster));
    // A frame that goes on in another column is there several times.
    const around = new Set(clusters.filter((frame) => isInside(box, frame.box)).map(({ cluster }) => cluster.id));
    const missed = [...own].filter((id) => !around.has(id));
    const entered = [...around].filter((id) => !own.has(id));
    return total + missed.length + entered.length;
  }, 0);
}

/** Whether the middle of a box lies in a frame. */
function isInside({ x, y }: Box, frame: Box): boolean {
  return Math.abs(x - frame.x) < frame.width / 2 && Math.abs(y - frame.y) < frame.height / 2;
}

/** How many pairs of lines cross. */
export function crossings({ edges }: Layout): number {
  let found = 0;
  edges.forEach(({ points }, index) => {
    for (const other of edges.slice(index + 1)) if (linesCross(points, other.points)) found++;
  });
  return found;
}

function linesCross(one: readonly Point[], other: readonly Point[]): boolean {
  return pairs(one).some(([a, b]) => pairs(other).some(([c, d]) => segmentsCross(a, b, c, d)));
}

function pairs(points: readonly Point[]): (readonly [Point, Point])[] {
  return points.slice(1).map((point, index) => [points[index]!, point] as const);
}

/** How often a line goes through the box of a node that it does not serve. */
export function coveredLines({ nodes, edges }: Layout): number {
  const boxes = nodes.map(({ node, box: { x, y, width, height } }) => {
    const [left, right, top, bottom] = [x - width / 2, x + width / 2, y - height / 2, y + height / 2];
    const diagonals = [
      [
        { x: left, y: top },
        { x: right, y: bottom },
      ],
      [
        { x: left, y: bottom },
        { x: right, y: top },
      ],
    ];
    return { id: node.id, diagonals };
  });
  let found = 0;
  for (const { edge, points } of edges) {
    for (const { id, diagonals } of boxes) {
      if (id === edge.from || id === edge.to) continue;
      if (diagonals.some((diagonal) => linesCross(points, diagonal))) found++;
    }
  }
  return found;
}

/** Whether two segments cross in a point that is inside of both. */
function segmentsCross(a: Point, b: Point, c: Point, d: Point): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** On which side of the line from `a` to `b` a point is: the sign of the triangle's area. */
function side(a: Point, b: Point, point: Point): number {
  return (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
}

/**
 * How many pairs of lines arrive at a node, or leave it, in another order than the forward pass has them: the branches of
 * an Inception module stand from left to right as it joins them, and a shortcut stands right of what it goes around.
 */
export function inversions({ edges }: Layout): number {
  const forward = edges.filter(({ edge }) => !edge.feedback);
  const arriving = [...groupBy(forward, ({ edge }) => edge.to).values()].map((group) =>
    group.map(({ points }) => points.at(-2)!.x),
  );
  const leaving = [...groupBy(forward, ({ edge }) => edge.from).values()].map((group) =>
    group.map(({ points }) => points[1]!.x),
  );
  return [...arriving, ...leaving].reduce((total, places) => total + inverted(places), 0);
}

function inverted(places: readonly number[]): number {
  return places.reduce(
    (total, place, index) => total + places.slice(index + 1).filter((later) => later < place).length,
    0,
  );
}

/** The layout with left and right exchanged. */
export function mirrored(layout: Layout): Layout {
  return withPlaces(layout, (place) => ({ ...place, x: layout.width - place.x }));
}

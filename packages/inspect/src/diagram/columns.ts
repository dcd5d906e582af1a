import { sidesOf, topOf, type Box, type Layout, type Point } from "./layout.js";

/** Between columns: room for the line from the foot of one to the head of the next. */
const gutter = 28;
/** Above and below a column: room for that line, and for the upper side and the text of a frame that goes on. */
const inset = 16;
const frameHead = 24;

/** A place at which a drawing can be parted: one line alone passes there. */
interface Cut {
  readonly y: number;
  /** The index of the edge that passes. */
  readonly edge: number;
  /** How many frames it goes through. */
  readonly frames: number;
}

/**
 * A long drawing in columns, read from left to right: parted where a single line passes, which then leads from the foot
 * of one column to the head of the next. Frames around such a place go on in the next column.
 *
 * @returns nothing where there are not enough such places
 */
export function inColumns(layout: Layout, count: number): Layout | undefined {
  const cuts = chooseCuts(layout, count);
  if (cuts === undefined) return undefined;
  const bounds = [-Infinity, ...cuts.map(({ y }) => y), Infinity];
  const columns: Column[] = [];
  for (let index = 0; index < count; index++) {
    const left = index === 0 ? 0 : columns.at(-1)!.left + columns.at(-1)!.width + gutter;
    columns.push(columnOf(layout, bounds[index]!, bounds[index + 1]!, left));
  }
  const passing = new Map(cuts.map(({ edge }, index) => [edge, index]));
  return {
    width: columns.at(-1)!.left + columns.at(-1)!.width,
    height: Math.max(...columns.map(({ height }) => height)),
    nodes: columns.flatMap((column) => column.nodes),
    edges: layout.edges.map((each, index) => {
      const cut = passing.get(index);
      if (cut !== undefined) return { ...each, ...turning(each, columns[cut]!, columns[cut + 1]!), isStraight: true };
      const { place } = columns.find((column) => each.points[0]!.y < column.end)!;
      return { ...each, points: each.points.map(place), label: place(each.label) };
    }),
    clusters: columns.flatMap((column) => column.clusters),
  };
}

/** How much farther away a place may be for each frame that stays whole, and how far at most in parts of a column. */
const costOfFrame = 120;
const farthest = 0.35;

/** The places nearest to equal columns; one that goes through fewer frames may be farther away. */
function chooseCuts(layout: Layout, count: number): Cut[] | undefined {
  const possible = cutsOf(layout);
  const chosen: Cut[] = [];
  for (let index = 1; index < count; index++) {
    const target = (layout.height * index) / count;
    const cost = ({ y, frames }: Cut) => Math.abs(y - target) + costOfFrame * frames;
    const [best] = possible
      .filter(({ y }) => y > (chosen.at(-1)?.y ?? 0) && Math.abs(y - target) < (farthest * layout.height) / count)
      .toSorted((a, b) => cost(a) - cost(b));
    if (best === undefined) return undefined;
    chosen.push(best);
  }
  return chosen;
}

/** Directly above a node or the frames that begin with it, where the line to it is the only one and no frame repeats. */
function cutsOf({ nodes, edges, clusters }: Layout): Cut[] {
  return edges.flatMap(({ edge, points }, index) => {
    const [start, end] = [points[0]!.y, points.at(-1)!.y];
    const tops = clusters.map(({ box }) => topOf(box)).filter((top) => top > start && top < end);
    const y = Math.min(end, ...tops) - 1;
    const passes = (from: number, to: number) => from < y && to > y;
    const others = edges.filter(({ points: line }, other) => {
      const heights = line.map((point) => point.y);
      return other !== index && passes(Math.min(...heights), Math.max(...heights));
    });
    const around = clusters.filter(({ box }) => passes(topOf(box), topOf(box) + box.height));
    const isCut =
      !edge.feedback &&
      others.length === 0 &&
      !nodes.some(({ box }) => passes(topOf(box), topOf(box) + box.height)) &&
      around.every(({ cluster }) => cluster.repeat === 1);
    return isCut ? { y, edge: index, frames: around.length } : [];
  });
}

interface Column extends Pick<Layout, "nodes" | "clusters"> {
  readonly left: number;
  readonly width: number;
  readonly height: number;
  /** Where it ends in the drawing that is parted. */
  readonly end: number;
  /** Moves a point of that drawing to its place. */
  place<Place extends Point>(place: Place): Place;
}

function columnOf(layout: Layout, start: number, end: number, left: number): Column {
  const nodes = layout.nodes.filter(({ box }) => box.y > start && box.y < end);
  const parts = layout.clusters.filter(({ box }) => topOf(box) < end && topOf(box) + box.height > start);
  const lines = layout.edges.filter(({ points }) => points[0]!.y > start && points.at(-1)!.y < end);
  const { left: low, right: high } = sidesOf({ nodes, edges: lines, clusters: parts });

  const continued = parts.filter(({ box }) => topOf(box) <= start).length;
  const going = parts.filter(({ box }) => topOf(box) + box.height >= end).length;
  const isFirst = start === -Infinity;
  const head = isFirst ? 0 : inset + frameHead * continued;
  const top = isFirst ? 0 : start;
  const foot = end === Infinity ? layout.height : end;
  const place = <Place extends Point>(point: Place): Place => ({
    ...point,
    x: point.x - low + left,
    y: point.y - top + head,
  });
  // Frames that are parted: their pieces end between the content and the way to the next column, outer ones outside.
  const clusters = parts.map((part, depth) => {
    const { box, text } = part;
    const isContinued = topOf(box) <= start;
    const goesOn = topOf(box) + box.height >= end;
    const upper = isContinued ? inset + frameHead * depth : topOf(box) - top + head;
    const lower = (goesOn ? foot + 6 * (going - depth) : topOf(box) + box.height) - top + head;
    const piece: Box = { ...place(box), y: (upper + lower) / 2, height: lower - upper };
    return { ...part, box: piece, text: isContinued ? `${text}, continued` : text };
  });
  return {
    left,
    width: high - low,
    height: foot - top + head + (end === Infinity ? 0 : inset + 6 * going),
    end,
    nodes: nodes.map(({ node, box }) => ({ node, box: place(box) })),
    clusters,
    place,
  };
}

/** The way of a line from the foot of its column through the gutter to the head of the next. */
function turning(
  { points, label }: Layout["edges"][number],
  from: Column,
  to: Column,
): { points: Point[]; label: Point } {
  const [start, end] = [from.place(points[0]!), to.place(points.at(-1)!)];
  const [foot, between] = [from.height - inset / 2, to.left - gutter / 2];
  const corners = [
    { x: start.x, y: foot },
    { x: between, y: foot },
    { x: between, y: inset / 2 },
    { x: end.x, y: inset / 2 },
  ];
  return { points: [start, ...corners, end], label: { x: start.x, y: from.place(label).y } };
}

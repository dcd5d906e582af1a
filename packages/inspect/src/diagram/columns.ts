import { sidesOf, topOf, type Box, type Layout, type Point } from "./geometry.js";

/** Between columns: room for the lines from the foot of one to the head of the next, and for each line after the first. */
const gutter = 28;
const lane = 7;
/** Above and below a column: room for those lines, and for the upper side and the text of a frame that goes on. */
const inset = 16;
const frameHead = 24;

/** The most lines that lead from one column to the next. */
const mostLines = 4;

type Line = Layout["edges"][number];

/** A place at which a drawing can be parted. */
interface Cut {
  readonly y: number;
  /** The edges that pass, from right to left. */
  readonly passing: readonly Line[];
  /** How many frames it goes through. */
  readonly frames: number;
}

/**
 * A long drawing in columns, read from left to right: parted where few lines pass, which then lead from the foot of one
 * column to the head of the next. Frames around such a place go on in the next column.
 *
 * @returns nothing where there are not enough such places
 */
export function inColumns(layout: Layout, count: number): Layout | undefined {
  const cuts = chooseCuts(layout, count);
  if (cuts === undefined) return undefined;
  const columns: Column[] = [];
  for (let index = 0; index < count; index++) columns.push(columnOf(layout, cuts, index, columns.at(-1)));
  return {
    width: columns.at(-1)!.left + columns.at(-1)!.width,
    height: Math.max(...columns.map(({ height }) => height)),
    nodes: columns.flatMap((column) => column.nodes),
    edges: layout.edges.map((line) => lineThrough(line, cuts, columns)),
    clusters: columns.flatMap((column) => column.clusters),
  };
}

/** A line in its column, or through several, where it has corners. */
function lineThrough(line: Line, cuts: readonly Cut[], columns: readonly Column[]): Line {
  const label = columns.find(({ end }) => line.label.y < end)!.place(line.label);
  const passed = cuts.filter(({ passing }) => passing.includes(line));
  if (passed.length === 0) {
    const { place } = columns.find(({ end }) => line.points[0]!.y < end)!;
    return { ...line, points: line.points.map(place), label };
  }
  const points = columns.flatMap((column, index) => {
    const own = clipped(line.points, column.start, column.end).map(column.place);
    const cut = cuts[index];
    const next = columns[index + 1];
    if (next === undefined || !passed.includes(cut!)) return own;
    // Lines turn in the order in which they stand, so that none crosses another.
    const offset = lane * cut!.passing.indexOf(line);
    const [foot, between, head] = [column.foot + offset, next.left - next.lanes + offset, inset / 2 + offset];
    const end = next.place(clipped(line.points, next.start, next.end)[0]!);
    return [
      ...own,
      { x: own.at(-1)!.x, y: foot },
      { x: between, y: foot },
      { x: between, y: head },
      { x: end.x, y: head },
    ];
  });
  return { ...line, points, label, isStraight: true };
}

/** The part of a line that goes down between two heights. */
function clipped(points: readonly Point[], start: number, end: number): Point[] {
  const inside = points.filter(({ y }) => y > start && y < end);
  const [first, last] = [points[0]!.y, points.at(-1)!.y];
  const at = (y: number): Point => ({ x: crossingOf(points, y), y });
  if (first >= end || last <= start) return [];
  return [...(first < start ? [at(start)] : []), ...inside, ...(last > end ? [at(end)] : [])];
}

/** Where a line that goes down is at a height. */
function crossingOf(points: readonly Point[], y: number): number {
  const index = points.findIndex((point) => point.y >= y);
  const [from, to] = [points[Math.max(0, index - 1)]!, points[Math.max(0, index)]!];
  return from.y === to.y ? to.x : from.x + ((to.x - from.x) * (y - from.y)) / (to.y - from.y);
}

/** How much farther away a place may be for each frame that stays whole, for each further line, and how far at most in parts of a column. */
const costOfFrame = 120;
const costOfLine = 40;
const farthest = 0.35;

/** The places nearest to equal columns; one that goes through fewer frames and lines may be farther away. */
function chooseCuts(layout: Layout, count: number): Cut[] | undefined {
  const possible = cutsOf(layout);
  const chosen: Cut[] = [];
  for (let index = 1; index < count; index++) {
    const target = (layout.height * index) / count;
    const cost = ({ y, frames, passing }: Cut) =>
      Math.abs(y - target) + costOfFrame * frames + costOfLine * passing.length;
    const [best] = possible
      .filter(({ y }) => y > (chosen.at(-1)?.y ?? 0) && Math.abs(y - target) < (farthest * layout.height) / count)
      .toSorted((a, b) => cost(a) - cost(b));
    if (best === undefined) return undefined;
    chosen.push(best);
  }
  return chosen;
}

/** Directly above a node or the frames that begin with it, where only lines down pass and no frame repeats. */
function cutsOf({ nodes, edges, clusters }: Layout): Cut[] {
  return edges.flatMap(({ points }) => {
    const [start, end] = [points[0]!.y, points.at(-1)!.y];
    const tops = clusters.map(({ box }) => topOf(box)).filter((top) => top > start && top < end);
    const y = Math.min(end, ...tops) - 1;
    const passes = (from: number, to: number) => from < y && to > y;
    const passing = edges.filter(({ points: line }) => {
      const heights = line.map((point) => point.y);
      return passes(Math.min(...heights), Math.max(...heights));
    });
    const around = clusters.filter(({ box }) => passes(topOf(box), topOf(box) + box.height));
    const isCut =
      passing.length <= mostLines &&
      passing.every(({ edge, text, label }) => !edge.feedback && (text === "" || Math.abs(label.y - y) > 9)) &&
      !nodes.some(({ box }) => passes(topOf(box), topOf(box) + box.height)) &&
      around.every(({ cluster }) => cluster.repeat === 1);
    const fromRight = passing.toSorted((a, b) => crossingOf(b.points, y) - crossingOf(a.points, y));
    return isCut ? { y, passing: fromRight, frames: around.length } : [];
  });
}

interface Column extends Pick<Layout, "nodes" | "clusters"> {
  readonly left: number;
  readonly width: number;
  readonly height: number;
  /** Where it starts and ends in the drawing that is parted. */
  readonly start: number;
  readonly end: number;
  /** The height at which the first line turns that leads on. */
  readonly foot: number;
  /** How far to the left the first line stands that leads to it. */
  readonly lanes: number;
  /** Moves a point of that drawing to its place. */
  place<Place extends Point>(place: Place): Place;
}

function columnOf(layout: Layout, cuts: readonly Cut[], index: number, before: Column | undefined): Column {
  const [start, end] = [cuts[index - 1]?.y ?? -Infinity, cuts[index]?.y ?? Infinity];
  const spread = (cut: Cut | undefined) => lane * ((cut?.passing.length ?? 1) - 1);
  const [above, below] = [spread(cuts[index - 1]), spread(cuts[index])];
  const lanes = gutter / 2 + above;
  const left = before === undefined ? 0 : before.left + before.width + gutter + above;

  const nodes = layout.nodes.filter(({ box }) => box.y > start && box.y < end);
  const parts = layout.clusters.filter(({ box }) => topOf(box) < end && topOf(box) + box.height > start);
  const lines = layout.edges.flatMap((line) => {
    const points = clipped(line.points, start, end);
    const isLabelled = line.label.y > start && line.label.y < end;
    return points.length === 0 ? [] : [{ ...line, points, text: isLabelled ? line.text : "" }];
  });
  const { left: low, right: high } = sidesOf({ nodes, edges: lines, clusters: parts });

  const continued = parts.filter(({ box }) => topOf(box) <= start).length;
  const going = parts.filter(({ box }) => topOf(box) + box.height >= end).length;
  const isFirst = start === -Infinity;
  const head = isFirst ? 0 : inset + above + frameHead * continued;
  const top = isFirst ? 0 : start;
  const bottom = end === Infinity ? layout.height : end;
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
    const upper = isContinued ? inset + above + frameHead * depth : topOf(box) - top + head;
    const lower = (goesOn ? bottom + 6 * (going - depth) : topOf(box) + box.height) - top + head;
    const piece: Box = { ...place(box), y: (upper + lower) / 2, height: lower - upper };
    return { ...part, box: piece, text: isContinued ? `${text}, continued` : text };
  });
  const foot = bottom - top + head + 6 * going + inset / 2;
  return {
    left,
    width: high - low,
    height: end === Infinity ? bottom - top + head : foot + below + inset / 2,
    start,
    end,
    foot,
    lanes,
    nodes: nodes.map(({ node, box }) => ({ node, box: place(box) })),
    clusters,
    place,
  };
}

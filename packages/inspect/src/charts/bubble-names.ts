import { element, markup, type Markup } from "../drawing/markup.js";
import { label, paint } from "../drawing/svg.js";
import { textWidth } from "../drawing/text.js";

/** A circle on a chart, and its name. */
export interface NamedBubble {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a name stands; `y` is the middle of its height. */
interface Place {
  readonly left: number;
  readonly right: number;
  readonly y: number;
  /** Of a line that leads to it from the bubble. */
  readonly line?: readonly [start: Point, end: Point];
}

const diagonal = Math.SQRT1_2;

/** The sides of a bubble where its name may stand, those that are read most easily first. */
const sides = [
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
  [diagonal, -diagonal],
  [-diagonal, -diagonal],
  [diagonal, diagonal],
  [-diagonal, diagonal],
] as const;

/** From a bubble's edge to its name, in pixels: beside it, and further off, where a line leads to the name. */
const [beside, ...apart] = [4, 16, 32, 48, 64, 80] as const;

/**
 * The names of bubbles: each in its bubble, beside it or near it, where it covers no other name and where neither it nor
 * the line to it reaches into another bubble. Where a crowd leaves no such place, a bubble has no name. The first ones choose first.
 */
export function bubbleNames(
  bubbles: readonly NamedBubble[],
  plot: { readonly width: number; readonly height: number },
): Markup[] {
  const taken: Place[] = [];
  return bubbles.flatMap((bubble) => {
    const others = bubbles.filter((other) => other !== bubble);
    const outside = placesAround(bubble).filter(
      (place) => isWithin(place, plot) && !others.some((other) => reachesInto(place, other)),
    );
    const free = [...placesInside(bubble), ...outside].find((place) => !taken.some((other) => overlap(place, other)));
    if (free === undefined) return [];
    taken.push(free);
    const name = label(bubble.text, free.left, free.y + 4);
    return [free.line === undefined ? name : markup(element("path", { ...paint.line, d: pathOf(free.line) }), name)];
  });
}

function placesInside({ text, x, y, r }: NamedBubble): readonly Place[] {
  const width = textWidth(text, 12);
  return 2 * r > width + 6 ? [{ left: x - width / 2, right: x + width / 2, y }] : [];
}

function placesAround({ text, x, y, r }: NamedBubble): readonly Place[] {
  const width = textWidth(text, 12);
  return [beside, ...apart].flatMap((distance) =>
    sides.map(([across, down]): Place => {
      const [nearX, nearY] = [x + across * (r + distance), y + down * (r + distance)];
      const left = across > 0 ? nearX : across < 0 ? nearX - width : nearX - width / 2;
      const place = { left, right: left + width, y: nearY + 5 * down };
      if (distance === beside) return place;
      const end = { x: nearX - 2 * across, y: nearY - 2 * down };
      return { ...place, line: [{ x: x + across * r, y: y + down * r }, end] };
    }),
  );
}

function pathOf(line: readonly Point[]): string {
  return `M${line.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
}

function isWithin({ left, right, y }: Place, { width, height }: { readonly width: number; readonly height: number }) {
  return left >= 0 && right <= width && y >= 6 && y <= height - 6;
}

function reachesInto({ left, right, y, line }: Place, bubble: NamedBubble): boolean {
  const across = Math.max(left - bubble.x, bubble.x - right, 0);
  const away = Math.hypot(across, Math.max(0, Math.abs(bubble.y - y) - 6));
  return Math.min(away, line === undefined ? Infinity : distanceTo(line, bubble)) < bubble.r;
}

/** From a point to the nearest one of a line. */
function distanceTo([start, end]: readonly [Point, Point], { x, y }: Point): number {
  const [across, down] = [end.x - start.x, end.y - start.y];
  const along = ((x - start.x) * across + (y - start.y) * down) / (across ** 2 + down ** 2);
  const part = Math.min(1, Math.max(0, along));
  return Math.hypot(start.x + part * across - x, start.y + part * down - y);
}

function overlap(a: Place, b: Place): boolean {
  return Math.abs(a.y - b.y) < 13 && a.left <= b.right && b.left <= a.right;
}

/**
 * Large pictures in tiles, so that what a network needs of memory has a bound.
 *
 * Neighbours overlap. Each tile is laid over those before it, and fades out towards its ends. The outer eighth of an overlap is
 * seen by the network and never shown, so that what it does at the end of a tile leaves no seam; what a network takes from the
 * whole picture, such as the mean of an instance normalisation, still differs from tile to tile, and fades.
 */
import { check, ndarray, type NDArray } from "@blockzoo/core";

/** How a picture is cut into tiles. */
export interface Tiling {
  /** The longest side of a tile, in pixels. */
  readonly side: number;
  /** What neighbours have in common at least, in pixels: up to half a side. */
  readonly overlap: number;
  /** Tiles begin and end at multiples of this: the strides of the network. The sides of the picture must be multiples too. Default 1. */
  readonly multiple?: number;
}

/** A part of a picture. All tiles of a picture have one size, so that a network is compiled once. */
export interface Tile {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
  /** How far it covers what was there, by row and by column: 1, less towards an end, 0 at an end within the picture. */
  readonly cover: { readonly down: Float32Array; readonly across: Float32Array };
}

/**
 * The tiles of a picture, from the top and from the left; one where it is no larger than a tile.
 *
 * @throws BlockzooError for an overlap of more than half a side, and for sides that are no multiples
 * @example
 * tilesOf({ width: 1024, height: 512 }, { side: 512, overlap: 64 }).map(({ left, width }) => [left, width]);
 * // [[0, 384], [320, 384], [640, 384]]
 */
export function tilesOf(size: { readonly width: number; readonly height: number }, tiling: Tiling): Tile[] {
  const [down, across] = [spansOf(size.height, tiling), spansOf(size.width, tiling)];
  return down.flatMap((row) =>
    across.map((column) => ({
      top: row.start,
      left: column.start,
      height: row.length,
      width: column.length,
      cover: { down: row.cover, across: column.cover },
    })),
  );
}

/** The part of a picture [1, C, H, W] that a tile covers, [1, C, h, w]. */
export function cut(picture: NDArray, { top, left, height, width }: Omit<Tile, "cover">): NDArray {
  const [, channels, wholeHeight, wholeWidth] = picture.shape as [number, number, number, number];
  const part = new Float32Array(channels * height * width);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      const from = (channel * wholeHeight + top + y) * wholeWidth + left;
      part.set(picture.data.subarray(from, from + width), (channel * height + y) * width);
    }
  }
  return ndarray(part, [1, channels, height, width]);
}

/**
 * Lays a tile over a picture: `picture += cover (painted - picture)`. Once all tiles are laid, nothing of what was below them is left.
 *
 * @param picture [1, C, H, W], changed in place
 * @param painted what the tile shall show, [1, C, h, w]
 */
export function lay(picture: NDArray, { top, left, cover }: Tile, painted: NDArray): void {
  const [, channels, height, width] = painted.shape as [number, number, number, number];
  const [wholeHeight, wholeWidth] = picture.shape.slice(2) as [number, number];
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      const row = (channel * height + y) * width;
      const target = (channel * wholeHeight + top + y) * wholeWidth + left;
      for (let x = 0; x < width; x++) {
        const below = picture.data[target + x]!;
        picture.data[target + x] = below + cover.down[y]! * cover.across[x]! * (painted.data[row + x]! - below);
      }
    }
  }
}

/**
 * A picture painted tile by tile.
 *
 * @param picture [1, C, H, W]
 * @param paint gives for a part of it what shall be there, of the same size
 * @example await inTiles(photograph, { side: 1024, overlap: 128, multiple: 4 }, (part) => stylist.paint(part));
 */
export async function inTiles(
  picture: NDArray,
  tiling: Tiling,
  paint: (part: NDArray) => Promise<NDArray>,
): Promise<NDArray> {
  const [height, width] = picture.shape.slice(2) as [number, number];
  const painted = ndarray(Float32Array.from(picture.data), picture.shape);
  for (const tile of tilesOf({ width, height }, tiling)) {
    lay(painted, tile, await paint(cut(picture, tile)));
  }
  return painted;
}

/** The extent of tiles along one axis. */
interface Span {
  readonly start: number;
  readonly length: number;
  readonly cover: Float32Array;
}

/** As few as there can be, of one length, evenly spread. */
function spansOf(whole: number, { side, overlap, multiple = 1 }: Tiling): Span[] {
  check(overlap <= side / 2, () => `tiles of ${side} pixels can overlap by up to half of that, got ${overlap}`);
  for (const [what, pixels] of Object.entries({ picture: whole, tile: side, overlap })) {
    check(pixels % multiple === 0, () => `the side of a ${what} must be a multiple of ${multiple}, got ${pixels}`);
  }
  const count = Math.max(1, Math.ceil((whole - overlap) / (side - overlap)));
  const length = multiple * Math.ceil((whole + (count - 1) * overlap) / count / multiple);
  const room = (whole - length) / multiple;
  return Array.from({ length: count }, (_, at) => {
    const start = multiple * Math.floor((at * room) / Math.max(1, count - 1));
    return { start, length, cover: coverOf({ start, length, whole, overlap }) };
  });
}

/** 0 for the outer eighth of an overlap, 1 from its middle on, so that of two neighbours one always covers all. */
function coverOf({ start, length, whole, overlap }: Omit<Span, "cover"> & { whole: number; overlap: number }) {
  const [context, fade] = [overlap / 8, (3 * overlap) / 8];
  return Float32Array.from({ length }, (_, x) => {
    // The ends of the picture are covered.
    const before = start === 0 ? Infinity : x + 0.5;
    const after = start + length === whole ? Infinity : length - x - 0.5;
    return Math.min(1, Math.max(0, (Math.min(before, after) - context) / fade));
  });
}

import { BlockzooError } from "@blockzoo/core";
import { significant } from "../drawing/numbers.js";
import { heading, headingWidth, label, margin, paint, svgDocument, translated } from "../drawing/svg.js";
import { textWidth } from "../drawing/text.js";
import { rangeOf, rasterOf, shrunkTo, stretched, type ArrayValue } from "./raster.js";

export interface FeatureMapsOptions {
  readonly title?: string;
  /** Which sample of the batch. Default 0. */
  readonly sample?: number;
  /** The most channels of a block to draw. Default 16. */
  readonly maximum?: number;
}

const tile = 64;
const gap = 6;
const columns = 8;
/** What all maps may hold together, so that the file stays below 300 kB. */
const maximumPixels = 24_000;

/**
 * What blocks computed from an input, as an SVG: the channels of `[N, C, H, W]` as a grid of maps for each block, the
 * units of `[N, C]` as one strip. The maps of a block share one scale, from its lowest value, black, to its highest, white.
 *
 * @param activations by block path, such as {@link activationsOf} gives
 * @throws BlockzooError where there is no such sample
 * @example featureMapsSvg(await activationsOf(model, { x: image }, { backend, weights }))
 */
export function featureMapsSvg(
  activations: Iterable<readonly [path: string, values: ArrayValue]>,
  options: FeatureMapsOptions = {},
): string {
  const { title = "Feature maps", sample = 0, maximum = 16 } = options;
  const blocks = [...activations].map(([path, values]) => ({ path, maps: mapsOf(path, values, sample) }));
  const drawable = blocks.filter(({ maps }) => maps.length > 0);
  const count = drawable.reduce((total, { maps }) => total + Math.min(maps.length, maximum), 0);
  let y = 40;
  let width = 0;
  const groups = drawable.map(({ path, maps }) => {
    const shown = maps.slice(0, maximum);
    const range = rangeOf(maps);
    const [height, mapWidth] = maps[0]!.shape as [number, number];
    const size = maps.length === 1 ? { width: 8 * (tile + gap) - gap, height: 14 } : fitted(mapWidth, height);
    const omitted = shown.length < maps.length ? ` · ${shown.length} of ${maps.length}` : "";
    const what = maps.length === 1 && height === 1 ? `${mapWidth} units` : `${mapWidth} × ${height}`;
    const note = `${what}${omitted} · black ${significant(range[0])}, white ${significant(range[1])}`;
    const drawn = shown.map((map, index) => {
      const raster = shrunkTo(rasterOf(map, range), maximumPixels / count);
      return translated(
        (index % columns) * (tile + gap),
        Math.floor(index / columns) * (size.height + gap),
        stretched(raster, size),
      );
    });
    const nameWidth = textWidth(path, 12) * 1.06 + 10;
    const placed = translated(
      margin,
      y,
      label(path, 0, 12, { "font-weight": 600 }),
      label(note, nameWidth, 12, paint.muted),
      translated(0, 20, ...drawn),
    );
    y += 20 + Math.ceil(shown.length / columns) * (size.height + gap) + 12;
    const across = maps.length === 1 ? size.width : Math.min(columns, shown.length) * (tile + gap) - gap;
    width = Math.max(width, nameWidth + textWidth(note, 12), across);
    return placed;
  });
  return svgDocument(
    {
      width: Math.max(width + 2 * margin, headingWidth(title)),
      height: y + 4,
      title,
      description: `activations of ${drawable.map(({ path }) => path).join(", ")}`,
    },
    heading(title),
    ...groups,
  );
}

/** A sample's channels `[H, W]`, or all its units as one `[1, C]`. What has another rank is no picture. */
function mapsOf(path: string, { shape, data }: ArrayValue, sample: number): ArrayValue[] {
  const [batch, channels, ...plane] = shape;
  if (batch === undefined || channels === undefined || (plane.length !== 2 && plane.length !== 0)) return [];
  if (sample >= batch) {
    throw new BlockzooError(`featureMapsSvg: "${path}" has ${batch} samples, so there is no sample ${sample}`);
  }
  const size = plane.reduce((product, axis) => product * axis, 1);
  const start = sample * channels * size;
  if (size === 1) return [{ shape: [1, channels], data: sliceOf(data, start, channels) }];
  return Array.from({ length: channels }, (_, channel) => ({
    shape: plane,
    data: sliceOf(data, start + channel * size, size),
  }));
}

function sliceOf(data: ArrayLike<number>, start: number, length: number): number[] {
  return Array.from({ length }, (_, index) => data[start + index]!);
}

function fitted(width: number, height: number): { width: number; height: number } {
  const scale = tile / Math.max(width, height);
  return { width: width * scale, height: height * scale };
}

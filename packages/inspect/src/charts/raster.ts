import { BlockzooError } from "@blockzoo/core";
import { element, type Markup } from "../drawing/markup.js";

/** An array as the charts take it: what core calls an NDArray, or anything of its form. */
export interface ArrayValue {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** A small picture: values from 0 to 1, one or three channels, one after another. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: readonly (readonly number[])[];
  /** The colour of a value of a single channel. Default: greys. */
  readonly color?: (value: number) => string;
}

/** Reads `[H, W]`, `[1, H, W]` or `[3, H, W]` and maps the range to 0..1. */
export function rasterOf(image: ArrayValue, [low, high]: readonly [number, number]): Raster {
  const [channels, height, width] = image.shape.length === 2 ? [1, ...image.shape] : image.shape;
  if (image.shape.length > 3 || (channels !== 1 && channels !== 3) || height === undefined || width === undefined) {
    throw new BlockzooError(`expected an image [H, W], [1, H, W] or [3, H, W], got [${image.shape.join(", ")}]`);
  }
  const scale = high > low ? 1 / (high - low) : 0;
  const valueAt = (index: number) => Math.min(1, Math.max(0, (image.data[index]! - low) * scale));
  return {
    width,
    height,
    channels: Array.from({ length: channels }, (_, channel) =>
      Array.from({ length: height * width }, (_value, index) => valueAt(channel * height * width + index)),
    ),
  };
}

/** The lowest and highest value of all arrays. */
export function rangeOf(arrays: readonly ArrayValue[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { data } of arrays) {
    for (let index = 0; index < data.length; index++) {
      low = Math.min(low, data[index]!);
      high = Math.max(high, data[index]!);
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

/** The picture with `factor` by `factor` pixels averaged into one; a rest at the right and bottom edge is dropped. */
function shrink(raster: Raster, factor: number): Raster {
  if (factor === 1) return raster;
  const [width, height] = [Math.floor(raster.width / factor), Math.floor(raster.height / factor)];
  const mean = (channel: readonly number[], x: number, y: number) => {
    let total = 0;
    for (let dy = 0; dy < factor; dy++) {
      for (let dx = 0; dx < factor; dx++) total += channel[(y * factor + dy) * raster.width + x * factor + dx]!;
    }
    return total / (factor * factor);
  };
  return {
    ...raster,
    width,
    height,
    channels: raster.channels.map((channel) =>
      Array.from({ length: width * height }, (_, index) => mean(channel, index % width, Math.floor(index / width))),
    ),
  };
}

/** A picture and where its first pixel stands, in pixels. */
export interface PlacedRaster {
  readonly raster: Raster;
  readonly x: number;
  readonly y: number;
}

/**
 * Draws pictures with pixels of a given size. One path holds all pixels of a colour, and equal neighbours are one stroke
 * of it, which takes about eight characters; colours are rounded to 32 greys or 8 steps a channel to make such neighbours.
 */
export function rastersSvg(pictures: readonly PlacedRaster[], pixel: number): Markup {
  const paths = new Map<string, string[]>();
  for (const { raster, x: left, y: top } of pictures) {
    for (let y = 0; y < raster.height; y++) {
      for (let x = 0; x < raster.width;) {
        const color = colorAt(raster, y * raster.width + x);
        let end = x + 1;
        while (end < raster.width && colorAt(raster, y * raster.width + end) === color) end++;
        const strokes = paths.get(color) ?? [];
        paths.set(color, strokes);
        strokes.push(`M${left + x} ${top + y}h${end - x}`);
        x = end;
      }
    }
  }
  // Strokes a little wider than a pixel leave no hairlines between rows where the drawing is scaled.
  return element(
    "g",
    {
      transform: `scale(${Math.round(pixel * 1e4) / 1e4}) translate(0 .5)`,
      "stroke-width": 1.06,
      "shape-rendering": "crispEdges",
    },
    ...[...paths].map(([stroke, strokes]) => element("path", { stroke, d: strokes.join("") })),
  );
}

/** A picture stretched over a rectangle, whatever its own size. */
export function stretched(raster: Raster, size: { readonly width: number; readonly height: number }): Markup {
  const scales = [size.width / raster.width, size.height / raster.height].map((each) => each.toFixed(4));
  return element("g", { transform: `scale(${scales.join(" ")})` }, rastersSvg([{ raster, x: 0, y: 0 }], 1));
}

/** The picture, averaged down until it has no more pixels than this. */
export function shrunkTo(raster: Raster, maximumPixels: number): Raster {
  return shrink(raster, Math.max(1, Math.ceil(Math.sqrt((raster.width * raster.height) / maximumPixels))));
}

function colorAt({ channels, color }: Raster, pixel: number): string {
  const steps = channels.length === 1 ? 31 : 7;
  if (color !== undefined) return color(Math.round(channels[0]![pixel]! * steps) / steps);
  const parts = channels.map((channel) => Math.round((Math.round(channel[pixel]! * steps) * 255) / steps));
  const hex = parts.map((part) => part.toString(16).padStart(2, "0")).join("");
  return `#${parts.length === 1 ? hex.repeat(3) : hex}`;
}

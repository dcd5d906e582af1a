import { BlockzooError, sizeOf } from "@blockzoo/core";
import { significant, thousands } from "../drawing/numbers.js";
import { heading, headingWidth, margin, svgDocument, translated } from "../drawing/svg.js";
import { rangeOf, rasterOf, rastersSvg, type ArrayValue } from "./raster.js";

export interface FiltersOptions {
  readonly title?: string;
  /** The most kernels to draw. Default 64. */
  readonly maximum?: number;
}

const tile = 56;
const columns = 10;
/** What all tiles may hold together, so that the file stays below 300 kB. */
const maximumPixels = 24_000;

/**
 * The kernels of a convolution `[out, in, kh, kw]` as a grid of small images. All share one scale, symmetric around
 * zero: zero is mid-grey, and the largest magnitude is black or white. Kernels over three channels are drawn in colour, as one image a filter;
 * otherwise each input channel is an image, filter by filter.
 */
export function filtersSvg(weight: ArrayValue, options: FiltersOptions = {}): string {
  if (weight.shape.length !== 4) {
    throw new BlockzooError(`filtersSvg expects kernels [out, in, height, width], got [${weight.shape.join(", ")}]`);
  }
  const [out, channels, height, width] = weight.shape as [number, number, number, number];
  const { title = "Filters", maximum = 64 } = options;
  const shape = channels === 3 ? [3, height, width] : [height, width];
  const length = sizeOf(shape);
  const total = channels === 3 ? out : out * channels;
  const shown = Math.max(1, Math.min(total, maximum, Math.floor(maximumPixels / (height * width))));
  const [low, high] = rangeOf([weight]);
  const bound = Math.max(-low, high);

  // All kernels stand on one grid of pixels, so that they share their paths.
  const pixel = tile / Math.max(height, width);
  const gap = Math.max(1, Math.round(6 / pixel));
  const kernels = Array.from({ length: shown }, (_, index) => {
    const data = Array.from({ length }, (_value, offset) => weight.data[index * length + offset]!);
    const [x, y] = [(index % columns) * (width + gap), Math.floor(index / columns) * (height + gap)];
    return { raster: rasterOf({ shape, data }, [-bound, bound]), x, y };
  });
  const count = shown < total ? `${thousands(shown)} of ${thousands(total)}` : thousands(total);
  const note = `${count} kernels ${height} × ${width} · black −${significant(bound)}, white ${significant(bound)}`;
  const size = {
    width: (Math.min(columns, shown) * (width + gap) - gap) * pixel,
    height: (Math.ceil(shown / columns) * (height + gap) - gap) * pixel,
  };
  return svgDocument(
    {
      width: Math.max(size.width + 2 * margin, headingWidth(title, note)),
      height: 70 + size.height,
      title,
      description: note,
    },
    heading(title, note),
    translated(margin, 56, rastersSvg(kernels, pixel)),
  );
}

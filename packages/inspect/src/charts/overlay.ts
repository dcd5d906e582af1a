import { BlockzooError } from "@blockzoo/core";
import { element, markup, type AttributeValue, type Markup } from "../drawing/markup.js";
import { significant } from "../drawing/numbers.js";
import { sequentialColor } from "../drawing/palette.js";
import { heading, headingWidth, label, margin, paint, seriesColors, svgDocument, translated } from "../drawing/svg.js";
import { textWidth } from "../drawing/text.js";
import { rangeOf, rasterOf, shrunkTo, stretched, type ArrayValue, type Raster } from "./raster.js";

/** A rectangle in pixels of the image. */
export interface ImageBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly label?: string;
  /** From 0 to 1. */
  readonly score?: number;
}

/** What is drawn over an image, each where it is given. */
export interface ImageLayers {
  /** Values [H, W] of any size, stretched over the image: class heat, attention, saliency. */
  readonly heat?: ArrayValue;
  /** The class [H, W] of each place, of any size: indices into `labels`. */
  readonly segments?: { readonly classes: ArrayValue; readonly labels: readonly string[] };
  readonly boxes?: readonly ImageBox[];
}

/** Pixels of the image from one value to the next, and the pixel, row and column, that the first stands for. */
export interface HeatGrid {
  readonly stride: readonly [down: number, across: number];
  readonly offset: readonly [row: number, column: number];
}

export interface OverlayOptions {
  readonly title?: string;
  /** What is black and what is white in the image. Default: its lowest and highest value. */
  readonly range?: readonly [number, number];
  /** What the lowest and the highest colour of the heat stand for. Default: its lowest and highest value. */
  readonly heatRange?: readonly [number, number];
  /** Where the heat's values lie in the image, as a heat map says it. Default: they are stretched over all of it. */
  readonly heatGrid?: HeatGrid;
  /** The class that stays without a colour, such as the background. Default: none. */
  readonly background?: number;
}

const side = 360;
/** What the image, and each layer over it, may hold, so that the file stays below 300 kB. */
const maximumPixels = 9000;

/**
 * An image `[H, W]`, `[1, H, W]` or `[3, H, W]` with a heat map, a segmentation or boxes over it, as an SVG.
 *
 * @throws BlockzooError where a shape is another
 * @example overlaySvg(image, { heat: attention, boxes: [{ left: 4, top: 8, width: 20, height: 24, label: "seven" }] })
 */
export function overlaySvg(image: ArrayValue, layers: ImageLayers, options: OverlayOptions = {}): string {
  const { title = "Image", range = rangeOf([image]) } = options;
  const raster = rasterOf(image, range);
  const scale = side / Math.max(raster.width, raster.height);
  const size = { width: raster.width * scale, height: raster.height * scale };
  const parts = [
    ...(layers.heat === undefined ? [] : [heatLayer(layers.heat, { size, scale }, options)]),
    ...(layers.segments === undefined ? [] : [segmentLayer(layers.segments, size, options.background)]),
  ];
  const legendHeight = parts.reduce((total, { legend }) => total + legend.height, 0);
  const legendWidth = Math.max(0, ...parts.map(({ legend }) => legend.width));
  const boxes = layers.boxes ?? [];
  let y = 40 + size.height + 10;
  const legends = parts.map(({ legend }) => {
    const placed = translated(margin, y, legend.drawing);
    y += legend.height;
    return placed;
  });
  return svgDocument(
    {
      width: Math.max(Math.max(size.width, legendWidth) + 2 * margin, headingWidth(title)),
      height: 40 + size.height + (parts.length === 0 ? 0 : 10) + legendHeight + margin,
      title,
      description: [...parts.map(({ description }) => description), ...boxes.map(boxText)].join("; "),
    },
    heading(title),
    translated(
      margin,
      40,
      stretched(shrunkTo(layers.heat === undefined ? raster : inGrey(raster), maximumPixels), size),
      ...parts.map(({ drawing }) => drawing),
      element("rect", { ...size, ...paint.grid }),
      ...boxes.map((box, index) => boxSvg(box, scale, size, seriesColors[colorOf(boxes, index)]!)),
    ),
    ...legends,
  );
}

/** The mean of all channels: colours over it are then those of the layer. */
function inGrey(raster: Raster): Raster {
  const { channels } = raster;
  const mean = channels[0]!.map(
    (_, pixel) => channels.reduce((sum, channel) => sum + channel[pixel]!, 0) / channels.length,
  );
  return { ...raster, channels: [mean] };
}

interface Layer {
  readonly drawing: Markup;
  readonly legend: { readonly drawing: Markup; readonly width: number; readonly height: number };
  readonly description: string;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const heatSteps = 24;

function heatLayer(
  heat: ArrayValue,
  image: { readonly size: Size; readonly scale: number },
  { heatRange, heatGrid }: OverlayOptions,
): Layer {
  const [low, high] = heatRange ?? rangeOf([heat]);
  const plane = planeOf(heat, "heat");
  const { width, height, channels } = shrunkTo(rasterOf(plane, [low, high]), maximumPixels);
  const { x, y, size } =
    heatGrid === undefined ? { x: 0, y: 0, size: image.size } : coveredBy(heatGrid, plane, image.scale);
  const stepped = { shape: [height, width], data: channels[0]!.map((value) => Math.round(value * heatSteps)) };
  const [from, to] = [significant(low), significant(high)];
  const ramp = Array.from({ length: 40 }, (_, step) =>
    element("rect", {
      x: textWidth(from, 12) + 8 + 4 * step,
      width: 4.2,
      height: 12,
      fill: sequentialColor(step / 39),
    }),
  );
  const end = textWidth(from, 12) + 8 + 160;
  return {
    drawing: translated(
      x,
      y,
      cellsOver(size, stepped, (step) => ({
        fill: sequentialColor(step / heatSteps),
        // What is low lets the image through.
        "fill-opacity": 0.1 + (0.65 * step) / heatSteps,
      })),
    ),
    legend: {
      drawing: markup(label(from, 0, 11, paint.muted), ...ramp, label(to, end + 8, 11, paint.muted)),
      width: end + 8 + textWidth(to, 12),
      height: 22,
    },
    description: `heat from ${from} to ${to}`,
  };
}

/** What the values of a grid cover: each a rectangle of a stride around its pixel's middle. */
function coveredBy(
  { stride, offset }: HeatGrid,
  { shape }: ArrayValue,
  scale: number,
): { x: number; y: number; size: Size } {
  const [height, width] = shape as readonly [number, number];
  return {
    x: (offset[1] + 0.5 - stride[1] / 2) * scale,
    y: (offset[0] + 0.5 - stride[0] / 2) * scale,
    size: { width: width * stride[1] * scale, height: height * stride[0] * scale },
  };
}

function segmentLayer(
  { classes, labels }: NonNullable<ImageLayers["segments"]>,
  size: Size,
  background: number | undefined,
): Layer {
  const plane = planeOf(classes, "segments");
  const [height, width] = plane.shape as [number, number];
  // Classes are picked, not averaged.
  const factor = Math.max(1, Math.ceil(Math.sqrt((width * height) / maximumPixels)));
  const shape = [Math.ceil(height / factor), Math.ceil(width / factor)] as const;
  const picked = Array.from({ length: shape[0] * shape[1] }, (_, index) => {
    const found = plane.data[Math.floor(index / shape[1]) * factor * width + (index % shape[1]) * factor]!;
    return found === background || labels[found] === undefined ? -1 : found;
  });
  const found = [...new Set(picked)].filter((index) => index >= 0).toSorted((a, b) => a - b);
  const colorOfClass = (index: number) => seriesColors[index % seriesColors.length]!;
  let [x, y] = [0, 0];
  const entries = found.flatMap((index) => {
    const needed = 20 + textWidth(labels[index]!, 12) + 16;
    if (x > 0 && x + needed > Math.max(size.width, 200)) [x, y] = [0, y + 20];
    const drawn = [
      element("rect", { x, y, width: 14, height: 14, rx: 3, fill: colorOfClass(index) }),
      label(labels[index]!, x + 20, y + 11),
    ];
    x += needed;
    return drawn;
  });
  return {
    drawing: cellsOver(size, { shape, data: picked }, (index) =>
      index < 0 ? undefined : { fill: colorOfClass(index), "fill-opacity": 0.55 },
    ),
    legend: { drawing: markup(...entries), width: Math.max(size.width, 200), height: found.length === 0 ? 0 : y + 22 },
    description: `classes ${found.map((index) => labels[index]).join(", ")}`,
  };
}

/** Draws a plane of whole numbers over an image: one path for each number, in its colour, runs of equal ones together. */
function cellsOver(
  size: Size,
  { shape, data }: ArrayValue,
  styleOf: (value: number) => Readonly<Record<string, AttributeValue>> | undefined,
): Markup {
  const [rows, columns] = shape as [number, number];
  const places = new Map<number, string[]>();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns;) {
      const value = data[row * columns + column]!;
      let end = column + 1;
      while (end < columns && data[row * columns + end] === value) end++;
      const paths = places.get(value) ?? [];
      places.set(value, paths);
      paths.push(`M${column} ${row}h${end - column}v1h${column - end}z`);
      column = end;
    }
  }
  const scale = `scale(${(size.width / columns).toFixed(4)} ${(size.height / rows).toFixed(4)})`;
  const paths = [...places].flatMap(([value, drawn]) => {
    const style = styleOf(value);
    return style === undefined ? [] : [element("path", { ...style, d: drawn.join("") })];
  });
  return element("g", { transform: scale, "shape-rendering": "crispEdges" }, ...paths);
}

/** Leading axes of one element are dropped. */
function planeOf(values: ArrayValue, what: string): ArrayValue {
  const shape = values.shape.slice(-2);
  if (values.shape.length >= 2 && values.shape.slice(0, -2).every((axis) => axis === 1)) return { ...values, shape };
  throw new BlockzooError(`overlaySvg: ${what} is expected to be [H, W], got [${values.shape.join(", ")}]`);
}

/** Boxes of one label have one colour. */
function colorOf(boxes: readonly ImageBox[], index: number): number {
  const labels = [...new Set(boxes.map((box) => box.label))];
  return labels.indexOf(boxes[index]!.label) % seriesColors.length;
}

function boxSvg(box: ImageBox, scale: number, size: Size, stroke: string): Markup {
  const [x, y, width, height] = [box.left, box.top, box.width, box.height].map((each) => each * scale) as [
    number,
    number,
    number,
    number,
  ];
  const frame = element("rect", { x, y, width, height, fill: "none", stroke, "stroke-width": 2.5 });
  const text = boxText(box);
  if (text === "") return frame;
  const tag = { width: textWidth(text, 12) + 8, height: 17 };
  const [left, top] = [Math.max(0, Math.min(x, size.width - tag.width)), y >= tag.height ? y - tag.height : y];
  return markup(
    frame,
    element("rect", { x: left, y: top, ...tag, fill: stroke }),
    label(text, left + 4, top + 12.5, { class: undefined, fill: "#ffffff", "font-weight": 600 }),
  );
}

function boxText({ label: name, score }: ImageBox): string {
  return [name ?? "", score === undefined ? "" : score.toFixed(2)].filter((part) => part !== "").join(" ");
}

import { element } from "../drawing/markup.js";
import { heading, headingWidth, label, margin, paint, svgDocument, translated } from "../drawing/svg.js";
import { fitText } from "../drawing/text.js";
import { rangeOf, rasterOf, rastersSvg, shrunkTo, type ArrayValue } from "./raster.js";

/** An image `[H, W]`, `[1, H, W]` or `[3, H, W]` and what stands below it. */
export interface CaptionedImage {
  readonly image: ArrayValue;
  /** One or two lines, such as `["7", "actual 1"]`, or nothing. */
  readonly caption: string | readonly string[];
  /** Marks a wrong prediction. */
  readonly wrong?: boolean;
}

export interface ImagesOptions {
  readonly title?: string;
  /** Default 8. */
  readonly columns?: number;
  /** What is black and what is white. Default: the lowest and the highest value of all images. */
  readonly range?: readonly [number, number];
  /** The most images to draw. Default 40. */
  readonly maximum?: number;
}

const tile = 68;
const gap = 10;
/** What all images may hold together, so that the file stays below 300 kB; larger ones are averaged down. */
const maximumPixels = 24_000;

/** A grid of sample images with captions as an SVG; wrong predictions have a frame and a caption in red. */
export function imagesSvg(images: readonly CaptionedImage[], options: ImagesOptions = {}): string {
  const { title = "Samples", columns = 8, maximum = 40 } = options;
  const shown = images.slice(0, maximum);
  const range = options.range ?? rangeOf(shown.map(({ image }) => image));
  const lines = Math.max(0, ...shown.map(({ caption }) => captionOf(caption).length));
  const rowHeight = tile + gap + (lines === 0 ? 0 : 15 * lines + 4);

  const tiles = shown.map(({ image, caption, wrong = false }, index) => {
    const raster = rasterOf(image, range);
    const drawn = shrunkTo(raster, maximumPixels / shown.length);
    const scale = tile / Math.max(drawn.width, drawn.height);
    const box = { width: drawn.width * scale, height: drawn.height * scale };
    const frame = wrong
      ? { class: "bz-wrong-line", stroke: paint.wrong.fill, "stroke-width": 3, fill: "none" }
      : paint.grid;
    return translated(
      (index % columns) * (tile + gap),
      Math.floor(index / columns) * rowHeight,
      translated(
        (tile - box.width) / 2,
        (tile - box.height) / 2,
        rastersSvg([{ raster: drawn, x: 0, y: 0 }], scale),
        element("rect", { ...box, ...frame }),
      ),
      ...captionOf(caption).map((text, line) =>
        label(fitText(text, 12, tile + gap - 2), tile / 2, tile + 16 + 15 * line, {
          anchor: "middle",
          ...(wrong ? paint.wrong : line === 0 ? paint.ink : paint.muted),
        }),
      ),
    );
  });
  return svgDocument(
    {
      width: Math.max(Math.min(columns, shown.length) * (tile + gap) - gap + 2 * margin, headingWidth(title)),
      height: 46 + Math.ceil(shown.length / columns) * rowHeight,
      title,
      description: `${shown.length} images, ${shown.filter(({ wrong }) => wrong === true).length} marked as wrong`,
    },
    heading(title),
    translated(margin, 40, ...tiles),
  );
}

function captionOf(caption: string | readonly string[]): readonly string[] {
  return (typeof caption === "string" ? [caption] : caption.slice(0, 2)).filter((line) => line !== "");
}

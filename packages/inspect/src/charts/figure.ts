import { sizeOf, type NDArray } from "@blockzoo/core";
import { attentionSvg, type AttentionOptions } from "./attention.js";
import { imagesSvg } from "./images.js";
import { pointsSvg, type PlanePoints } from "./points.js";
import { posteriorsSvg, type PosteriorsOptions } from "./posteriors.js";
import { textSvg, type TextOptions } from "./text.js";
import { tracesSvg, type Trace } from "./traces.js";

/** What a network did with one sample, as data: what recipes and tasks give as a `Figure` of `@blockzoo/family` is of this form. */
export type FigureData = { readonly title: string } & (
  | (AttentionOptions & { readonly kind: "attention"; readonly weights: NDArray })
  | FigureImages
  | (PlanePoints & { readonly kind: "points" })
  | (PosteriorsOptions & { readonly kind: "posteriors"; readonly probabilities: NDArray })
  | (Pick<TextOptions, "ends"> & {
      readonly kind: "text";
      readonly tokens: readonly string[];
      readonly values: readonly number[];
    })
  | { readonly kind: "traces"; readonly traces: readonly Trace[] }
);

interface FigureImages {
  readonly kind: "images";
  /** [count, 1 or 3, H, W]. */
  readonly images: NDArray;
  /** What is black and what is white. Default: 0 and 1. */
  readonly range?: readonly [number, number];
  readonly captions?: readonly string[];
  /** Default 10. */
  readonly columns?: number;
}

/** Draws what a network did with a sample as an SVG. */
export function figureSvg(figure: FigureData): string {
  switch (figure.kind) {
    case "attention":
      return attentionSvg(figure.weights, figure);
    case "images":
      return figureImagesSvg(figure);
    case "points":
      return pointsSvg(figure, figure);
    case "posteriors":
      return posteriorsSvg(figure.probabilities, figure);
    case "text":
      return textSvg(figure.tokens, figure.values, figure);
    case "traces":
      return tracesSvg(figure.traces, figure);
  }
}

function figureImagesSvg({ images, captions = [], columns = 10, range = [0, 1], title }: FigureData & FigureImages) {
  const [count = 0, ...shape] = images.shape;
  const length = sizeOf(shape);
  const captioned = Array.from({ length: count }, (_, index) => ({
    image: { shape, data: images.data.subarray(index * length, (index + 1) * length) },
    caption: captions[index] ?? "",
  }));
  return imagesSvg(captioned, { title, columns, range, maximum: 100 });
}

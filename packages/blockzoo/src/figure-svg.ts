import { sizeOf } from "@blockzoo/core";
import type { Figure, ImagesFigure } from "@blockzoo/family";
import { attentionSvg, imagesSvg, pointsSvg, posteriorsSvg, textSvg, tracesSvg } from "@blockzoo/inspect";

/** Draws what a network did with a sample. */
export function figureSvg(figure: Figure): string {
  switch (figure.kind) {
    case "attention":
      return attentionSvg(figure.weights, figure);
    case "images":
      return imagesFigureSvg(figure);
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

function imagesFigureSvg({ images, captions = [], columns = 10, range = [0, 1], title }: ImagesFigure): string {
  const [count = 0, ...shape] = images.shape;
  const length = sizeOf(shape);
  const captioned = Array.from({ length: count }, (_, index) => ({
    image: { shape, data: images.data.subarray(index * length, (index + 1) * length) },
    caption: captions[index] ?? "",
  }));
  return imagesSvg(captioned, { title, columns, range, maximum: 100 });
}

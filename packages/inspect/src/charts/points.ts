import { BlockzooError } from "@blockzoo/core";
import { scaleLinear } from "d3-scale";
import { element } from "../drawing/markup.js";
import { heading, headingWidth, label, margin, paint, svgDocument, translated } from "../drawing/svg.js";
import { textWidth } from "../drawing/text.js";
import { rangeOf, type ArrayValue } from "./raster.js";

/** Points in a plane. */
export interface PlanePoints {
  /** `[N, 2]`: across, and up. */
  readonly points: ArrayValue;
  /** The class of each point. */
  readonly classes: ArrayLike<number>;
  /** What the classes are called. */
  readonly labels: readonly string[];
}

export interface PointsOptions {
  readonly title?: string;
}

const side = 460;
const maximumPoints = 20_000;

/** Ten colours for classes that lie beside each other, as told apart as ten can be on white and on black. */
const classColors = [
  "#2b83c6", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a6d3b", "#7b3294", "#9aa61a", "#7b8794",
] as const; // prettier-ignore

/**
 * Points of several classes in a plane, such as the codes of images, as an SVG; both axes have one scale. Classes beyond the tenth
 * take colours again from the first.
 *
 * @throws BlockzooError where points are not [N, 2] with a class for each
 * @example pointsSvg({ points: codes, classes: digits, labels: ["0", "1", "2"] }, { title: "Codes of two numbers" })
 */
export function pointsSvg({ points, classes, labels }: PlanePoints, { title = "Points" }: PointsOptions = {}): string {
  const [count = 0, axes] = points.shape;
  if (points.shape.length !== 2 || axes !== 2 || classes.length !== count) {
    throw new BlockzooError(
      `pointsSvg: expected points [N, 2] with a class for each, got [${points.shape.join(", ")}] and ${classes.length} classes`,
    );
  }
  const [across, up] = [0, 1].map((axis) => Array.from({ length: count }, (_, at) => points.data[2 * at + axis]!));
  const ranges = [across!, up!].map((data) => rangeOf([{ shape: [count], data: data.filter(Number.isFinite) }]));
  const width = Math.max(...ranges.map(([low, high]) => high - low)) || 1;
  const [x, y] = ranges.map(([low, high]) => {
    const middle = (low + high) / 2;
    return scaleLinear([middle - width / 2, middle + width / 2], [6, side - 6]);
  });
  const shown = Math.min(count, maximumPoints);
  const dots = labels.map((_, index) => {
    const own: string[] = [];
    for (let at = 0; at < shown; at++) {
      const [px, py] = [x!(across![at]!), side - y!(up![at]!)];
      if (classes[at] === index && Number.isFinite(px) && Number.isFinite(py)) {
        own.push(`M${px.toFixed(1)} ${py.toFixed(1)}h0`);
      }
    }
    return element("path", {
      d: own.join(""),
      stroke: classColors[index % classColors.length]!,
      "stroke-width": 3.2,
      "stroke-linecap": "round",
      "stroke-opacity": 0.75,
      fill: "none",
    });
  });
  const legendWidth = 30 + Math.max(0, ...labels.map((name) => textWidth(name, 12)));
  return svgDocument(
    {
      width: Math.max(2 * margin + side + 12 + legendWidth, headingWidth(title)),
      height: 40 + side + margin,
      title,
      description: `${shown} points of ${labels.length} classes: ${labels.join(", ")}`,
    },
    heading(title),
    translated(margin, 40, ...dots, element("rect", { width: side, height: side, ...paint.grid })),
    translated(
      margin + side + 12,
      40,
      ...labels.flatMap((name, index) => [
        element("circle", { cx: 8, cy: 10 + 20 * index, r: 5, fill: classColors[index % classColors.length]! }),
        label(name, 20, 14 + 20 * index),
      ]),
    ),
  );
}

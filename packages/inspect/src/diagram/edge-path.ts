import { curveBasis, curveLinear, line } from "d3-shape";
import type { Layout, Point } from "./geometry.js";

const path = line<Point>()
  .x((point) => point.x)
  .y((point) => point.y)
  .digits(1);

/** The way of an edge, as the `d` of an SVG path. */
export function edgePath({ points, isStraight }: Layout["edges"][number]): string {
  return (isStraight ? path.curve(curveLinear) : path.curve(curveBasis))(points) ?? "";
}

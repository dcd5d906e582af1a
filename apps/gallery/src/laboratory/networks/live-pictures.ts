import { ndarray, sizeOf, type NDArray } from "@blockzoo/core";
import { attentionSvg, featureMapsSvg, tracesSvg } from "@blockzoo/inspect";
import type { LiveValues } from "./live-values.js";

/** One thing that a block made of the inputs, drawn. */
export interface LivePicture {
  readonly title: string;
  /** Of what is drawn, such as `1 × 6 × 28 × 28`. */
  readonly shape: string;
  readonly svg: string;
}

/** What is in a block, as a picture of its kind: gates over time, attention, maps, or a strip of units. */
export function livePictures({ outputs, gates }: LiveValues): LivePicture[] {
  const loops =
    gates.length === 0
      ? []
      : [{ title: "step by step", shape: "", svg: tracesSvg(gates, { title: "What happens at each step" }) }];
  return [...loops, ...[...outputs].map(([name, values]) => pictureOf(name, values))];
}

function pictureOf(name: string, values: NDArray): LivePicture {
  const title = name === "" ? "output" : name;
  return { title, shape: values.shape.join(" × "), svg: drawingOf(title, values) };
}

function drawingOf(title: string, values: NDArray): string {
  const [, ...sizes] = values.shape;
  if (/\bweights$/.test(title) && sizes.length === 2) return attentionSvg(firstSample(values), { title });
  if (sizes.length === 2 && sizes[0]! > 1) return tracesSvg([{ label: title, values: firstSample(values) }], { title });
  const drawable = sizes.length === 1 || sizes.length === 3 ? values : asRow(values);
  return featureMapsSvg([[title, drawable]], { title, maximum: 32 });
}

function firstSample({ dtype, shape: [, ...sizes], data }: NDArray): NDArray {
  return { dtype, shape: sizes, data: data.subarray(0, sizeOf(sizes)) };
}

/** Values of any other shape, side by side. */
function asRow({ data }: NDArray): NDArray {
  return ndarray(Float32Array.from(data), [1, data.length]);
}

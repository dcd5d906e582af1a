import { ndarray, sizeOf, type NDArray } from "@blockzoo/core";
import { attentionSvg, featureMapsSvg, tracesSvg } from "@blockzoo/inspect";
import type { LiveValues } from "./live-values.js";

/** One thing that a block made of the inputs, drawn. */
export interface LivePicture {
  readonly name: string;
  readonly svg: string;
}

/** What is in a block, as a picture of its kind: gates over time, attention, maps, or a strip of units. */
export function livePictures({ outputs, gates }: LiveValues): LivePicture[] {
  const loops = gates.length === 0 ? [] : [{ name: "step by step", svg: tracesSvg(gates, { title: "Step by step" }) }];
  return [...loops, ...[...outputs].map(([name, values]) => pictureOf(name, values))];
}

function pictureOf(name: string, values: NDArray): LivePicture {
  const shape = values.shape.join(" × ");
  return { name, svg: drawingOf(name === "" ? "output" : name, values, shape) };
}

function drawingOf(name: string, values: NDArray, title: string): string {
  const [first = 1, ...sizes] = values.shape;
  if (/\bweights$/.test(name) && sizes.length === 2) return attentionSvg(firstSample(values), { title });
  // What recurrent layers return has the time before the batch.
  if (sizes.length === 2 && sizes[0] === 1 && first > 1) {
    return tracesSvg([{ label: name, values: { ...values, shape: [first, sizes[1]!] } }], { title });
  }
  if (sizes.length === 2 && sizes[0]! > 1) return tracesSvg([{ label: name, values: firstSample(values) }], { title });
  const drawable = sizes.length === 1 || sizes.length === 3 ? values : asRow(values);
  return featureMapsSvg([[name, drawable]], { title, maximum: 32 });
}

function firstSample({ dtype, shape: [, ...sizes], data }: NDArray): NDArray {
  return { dtype, shape: sizes, data: data.subarray(0, sizeOf(sizes)) };
}

/** Values of any other shape, side by side. */
function asRow({ data }: NDArray): NDArray {
  return ndarray(Float32Array.from(data), [1, data.length]);
}

import { ndarray, RandomStream } from "@blockzoo/core";
import { drawInputs, type Drill } from "@blockzoo/family";
import { crossEntropy } from "@blockzoo/train";
import type { RoiDetector } from "./roi-detector.js";

/** A region of each image, from corner to corner of a random part of it, and its class at random. */
export const regionDrill: Drill = {
  batch(variant, { samples, seed }) {
    const { image } = drawInputs(variant.graphs["extract"]!.input, { samples, seed });
    const [height, width] = image!.shape.slice(2) as [number, number];
    const stream = new RandomStream(seed, "regions");
    const rows = Array.from({ length: samples }, (_, index) => {
      const [x, y] = [stream.uniform(0, width / 2), stream.uniform(0, height / 2)];
      return [index, x, y, stream.uniform(x + 1, width), stream.uniform(y + 1, height)];
    });
    const classes = Array.from({ length: samples }, () => stream.integer(4));
    return {
      image: image!,
      regions: ndarray(Float32Array.from(rows.flat()), [samples, 5]),
      y: ndarray(classes, [samples], "int32"),
    };
  },
  loss: (_, model, { image, regions, y }) => crossEntropy((model as RoiDetector).forward(image!, regions!).scores, y!),
};

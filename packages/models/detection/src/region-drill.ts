import { concat, mul, ndarray, RandomStream, reduceMean, sub } from "@blockzoo/core";
import { drawInputs, type Drill } from "@blockzoo/family";
import type { RoiDetector } from "./roi-detector.js";

/** Scores of four classes and four deltas. */
const outputs = 8;

/** A region of each image, a random part of it, and random numbers as what the head says of it; learned by the squared error. */
export const regionDrill: Drill = {
  batch(variant, { samples, seed }) {
    const { image } = drawInputs(variant.graphs["extract"]!, { samples, seed });
    const [height, width] = image!.shape.slice(2) as [number, number];
    const stream = new RandomStream(seed, "regions");
    const rows = Array.from({ length: samples }, (_, index) => {
      const [x, y] = [stream.uniform(0, width / 2), stream.uniform(0, height / 2)];
      return [index, x, y, stream.uniform(x + 1, width), stream.uniform(y + 1, height)];
    });
    const target = new RandomStream(seed, "targets").fillUniform(new Float32Array(samples * outputs), -1, 1);
    return {
      image: image!,
      regions: ndarray(Float32Array.from(rows.flat()), [samples, 5]),
      target: ndarray(target, [samples, outputs]),
    };
  },
  loss(_, model, { image, regions, target }) {
    const { scores, deltas } = (model as RoiDetector).forward(image!, regions!);
    const difference = sub(concat([scores, deltas], 1), target!);
    return reduceMean(mul(difference, difference));
  },
};

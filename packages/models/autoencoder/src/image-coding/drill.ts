import { mul, ndarray, RandomStream, reduceMean, sub } from "@blockzoo/core";
import { mainOutput, numericTypes, type Drill } from "@blockzoo/family";

/** Images whose upper and lower halves are black or white, for which a code of two numbers is enough. */
export const drill: Drill = {
  batch({ graphs }, { samples, seed }) {
    const { image } = numericTypes(graphs["forward"]!, { samples });
    const shape = image!.shape as number[];
    const [, channels = 1, height = 1, width = 1] = shape;
    const stream = new RandomStream(seed, "halves");
    const data = new Float32Array(samples * channels * height * width);
    for (let start = 0; start < data.length; start += (height * width) / 2) {
      data.fill(stream.integer(2), start, start + (height * width) / 2);
    }
    return { image: ndarray(data, shape) };
  },
  loss(variant, model, { image }) {
    const difference = sub(mainOutput(variant, model, { image }), image!);
    return reduceMean(mul(difference, difference));
  },
};

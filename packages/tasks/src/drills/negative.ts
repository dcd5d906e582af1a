import { ndarray } from "@blockzoo/core";
import { drawInputs, graphDefinition, mainOutput, type Drill } from "@blockzoo/family";
import { meanSquaredError } from "@blockzoo/train";

/** The negative of the first input, an image or noise: what any network can learn that gives an image of its size. */
export const negativeDrill: Drill = {
  batch(variant, options) {
    const inputs = drawInputs(graphDefinition(variant, "forward"), options);
    const { data, shape } = Object.values(inputs)[0]!;
    return {
      ...inputs,
      negative: ndarray(
        Float32Array.from(data, (value) => 1 - value),
        shape,
      ),
    };
  },
  loss: (variant, model, { negative, ...inputs }) => meanSquaredError(mainOutput(variant, model, inputs), negative!),
};

import { numeric } from "../../dimensions.js";
import { concat, expand, reshape, slice, transpose } from "../../ops/shape.js";
import type { GradientRules } from "./rule.js";
import { sumTo } from "./sum-to.js";

export const shapeRules = {
  reshape: ({ inputs: [x], cotangents: [dy] }) => [reshape(dy!, x!.shape)],
  transpose: ({ cotangents: [dy], attributes: { permutation } }) => [
    transpose(
      dy!,
      permutation.map((_, axis) => permutation.indexOf(axis)),
    ),
  ],
  expand: ({ inputs: [x], cotangents: [dy] }) => [sumTo(dy!, x!.shape)],
  concat({ inputs, cotangents: [dy], needs, attributes: { axis } }) {
    let end = 0;
    return inputs.map((input, index) => {
      const start = end;
      end += numeric(input.shape[axis]!, "the gradient of concat");
      return needs[index] ? slice(dy!, { axes: [axis], starts: [start], ends: [end] }) : undefined;
    });
  },
  // One concatenation, where slices would each be padded to the whole and added up.
  split: ({ outputs, cotangents, attributes: { axis } }) => [
    concat(
      outputs.map((output, index) => cotangents[index] ?? expand(0, output.shape)),
      axis,
    ),
  ],
} satisfies Partial<GradientRules>;

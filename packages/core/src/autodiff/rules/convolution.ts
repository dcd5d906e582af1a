import { numericShape } from "../../dimensions.js";
import { emitOne } from "../../graph/builder.js";
import { convOp } from "../../ops/convolution.js";
import { reduceSum } from "../../ops/reduce.js";
import type { Tensor } from "../../tensor.js";
import { convFilterGradient } from "../convolution/filter-gradient.js";
import { convInputGradient } from "../convolution/input-gradient.js";
import { cropEnd } from "../convolution/placement.js";
import type { GradientRules } from "./rule.js";

export const convolutionRules = {
  conv({ inputs: [x, weight], cotangents: [dy], attributes, needs }) {
    const kernel = numericShape(weight!.shape, "the gradient of conv").slice(2);
    return [
      needs[0] ? convInputGradient({ dy: dy!, weight: weight!, spatial: spatialOf(x!), ...attributes }) : undefined,
      needs[1] ? convFilterGradient({ x: x!, dy: dy!, kernel, ...attributes }) : undefined,
      needs[2] ? biasGradient(dy!) : undefined,
    ];
  },
  // As the adjoint of conv, with x and dy in each other's places.
  convTranspose({ inputs: [x, weight], cotangents: [dy], attributes, needs }) {
    const { outputPadding: _, ...own } = attributes;
    const kernel = numericShape(weight!.shape, "the gradient of convTranspose").slice(2);
    return [
      // With an outputPadding of a stride or more, the convolution has a window more than x has positions.
      needs[0] ? cropEnd(emitOne(convOp, [dy!, weight!], own), spatialOf(x!)) : undefined,
      needs[1] ? convFilterGradient({ x: dy!, dy: x!, kernel, ...own }) : undefined,
      needs[2] ? biasGradient(dy!) : undefined,
    ];
  },
} satisfies Partial<GradientRules>;

function spatialOf(x: Tensor): number[] {
  return numericShape(x.shape, "the gradient of a convolution").slice(2);
}

function biasGradient(dy: Tensor): Tensor {
  return reduceSum(dy, { axes: dy.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis])) });
}

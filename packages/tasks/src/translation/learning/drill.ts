import { ndarray, RandomStream } from "@blockzoo/core";
import { drawInputs, graphDefinition, type Drill } from "@blockzoo/family";
import { mainOutputShape } from "../../drills/main-output-shape.js";
import { translationLoss, type Pairs } from "./teacher-forcing.js";

/** Of each target, the token that begins it not counted. */
const steps = 5;

/** Random targets for random sources, learned by teacher forcing. */
export const drill: Drill = {
  batch(variant, { samples, seed }) {
    // Random tokens are 0 and 1: where there are as many places as samples, the lengths alone tell sources apart.
    const drawn = drawInputs({ ...graphDefinition(variant, "encode"), openSize: samples }, { samples, seed });
    const [, tokens] = mainOutputShape(variant, { name: "decode", samples });
    const stream = new RandomStream(seed, "target");
    const target = Int32Array.from({ length: samples * (steps + 1) }, () => stream.integer(tokens!));
    const { source, sourceLengths } = drawn;
    return {
      source: source!,
      sourceLengths: sourceLengths!,
      target: ndarray(target, [samples, steps + 1]),
      targetLengths: ndarray(new Int32Array(samples).fill(steps + 1)),
    };
  },
  loss: (variant, model, batch) => translationLoss(variant, model, batch as unknown as Pairs),
};

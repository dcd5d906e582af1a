import { lengthMask } from "@blockzoo/core";
import { mainOutput, type Drill } from "@blockzoo/family";
import { crossEntropy } from "@blockzoo/train";
import { classesDrill } from "../drills/classes.js";

/** Random labels for the tokens of random texts, learned by cross-entropy; padding does not count. */
export const tokensDrill: Drill = {
  batch: classesDrill.batch,
  loss: (variant, model, { y, ...inputs }) =>
    crossEntropy(mainOutput(variant, model, inputs), y!, { mask: lengthMask(inputs["lengths"]!, y!.shape[1]!) }),
};

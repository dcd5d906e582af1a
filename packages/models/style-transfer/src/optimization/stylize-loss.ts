import { add, mul } from "@blockzoo/core";
import { contentLoss, styleLoss } from "../losses.js";
import { relativeContentWeights, relativeStyleWeights } from "../relative-weights.js";
import { totalVariation } from "../total-variation.js";
import type { Trunk } from "../trunk.js";
import type { PictureObjectiveOptions } from "./picture-objective.js";
import type { StylizeSettings } from "./stylize-options.js";
import { layersOf, type Targets } from "./targets.js";

/** What decides the loss of a picture. */
export type LossSettings = Pick<StylizeSettings, "layers" | "contentWeight" | "styleWeight" | "smoothness">;

/** `α L_content + β L_style`, and a share of the total variation, as a loss of `pictureObjective` with the feeds of the targets. */
export function stylizeLoss(
  { layers, contentWeight, styleWeight, smoothness }: LossSettings,
  targets: Targets,
): PictureObjectiveOptions<Trunk>["loss"] {
  const contentWeights = relativeContentWeights(targets.content, layers.content);
  const styleWeights = relativeStyleWeights(targets.style, layers.style);
  const names = [...new Set([...Object.keys(layers.content), ...Object.keys(layers.style)])];
  return (picture, trunk, tensors) => {
    const found = trunk.forward(picture, names);
    const content = contentLoss(found, layersOf("content", tensors, layers.content), contentWeights);
    const style = styleLoss(found, layersOf("style", tensors, layers.style), styleWeights);
    const both = add(mul(content, contentWeight), mul(style, styleWeight));
    const value = smoothness === 0 ? both : add(both, mul(totalVariation(picture), smoothness));
    return { value, content, style };
  };
}

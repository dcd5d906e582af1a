import { VggFeatures, type Stages } from "@blockzoo/vgg";
import { Trunk, type ComparedLayers } from "../trunk.js";
import { imageNetInput } from "./image-net-input.js";

/** VGG in small, without its last stage: a picture takes about a tenth of the multiplications of VGG-19 up to relu5_1. */
export const smallStages = [
  ["conv3-32", "conv3-32"],
  ["conv3-64", "conv3-64"],
  ["conv3-128", "conv3-128"],
  ["conv3-128"],
] as const satisfies Stages;

/** All layers for style, since there are few; one for content from which lines and windows can still be told. */
const layers: ComparedLayers = {
  content: { relu2_2: 1 },
  style: { relu1_1: 1, relu1_2: 1, relu2_1: 1, relu2_2: 1, relu3_1: 1, relu3_2: 1, relu4_1: 1 },
};

/**
 * The trunk that comes with this package, of 434,592 parameters: what the variant `style-trunk` learned on the way to telling
 * pictures apart. It learned with max pools, and compares with average pools, which give smoother pictures (Gatys et al. 2016,
 * section 2).
 *
 * @example
 * const trunk = smallTrunk();
 * const weights = trunkWeights(await loadWeights(styleTransfer.weights["style-trunk.pictures"]));
 */
export function smallTrunk(): Trunk {
  return new Trunk(new VggFeatures({ stages: smallStages, pool: "average" }), imageNetInput, layers);
}

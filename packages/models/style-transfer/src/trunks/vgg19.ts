import { checkOptions } from "@blockzoo/core";
import { table1, VggFeatures, type VggFeaturesOptions } from "@blockzoo/vgg";
import { Trunk, type ComparedLayers } from "../trunk.js";
import { imageNetInput } from "./image-net-input.js";

/**
 * The layers of the paper: conv4_2 for content, conv1_1 to conv5_1 for style, behind their rectifiers, as in the code that its
 * authors published.
 */
const layers: ComparedLayers = {
  content: { relu4_2: 1 },
  style: { relu1_1: 1, relu2_1: 1, relu3_1: 1, relu4_1: 1, relu5_1: 1 },
};

/**
 * The trunk of the paper: the convolutions of VGG-19, for torchvision's weights of ImageNet, which are not in this package.
 *
 * L. A. Gatys, A. S. Ecker, M. Bethge, "A Neural Algorithm of Artistic Style", arXiv 1508.06576, 2015, section "Methods".
 *
 * Deviation: the paper scales the weights so that each channel has a mean of 1 over images. Here the losses are relative to the
 * style and the content, which makes layers count alike, and the weights stay as they are.
 *
 * @param options `pool`: `"average"` by default, as the paper recommends, or `"max"`, with which the network was trained
 * @example
 * const trunk = vgg19Trunk();
 * const weights = trunkWeights(await readWeightsFile("vgg19-dcbb9e9d.pth"));   // torchvision's; of @blockzoo/weights/node
 */
export function vgg19Trunk(options: Pick<VggFeaturesOptions, "pool"> = {}): Trunk {
  checkOptions("vgg19Trunk", options, { pool: true });
  const { pool = "average" } = options;
  return new Trunk(new VggFeatures({ stages: table1.E, pool }), imageNetInput, layers);
}

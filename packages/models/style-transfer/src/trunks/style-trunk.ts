import { Vgg } from "@blockzoo/vgg";
import { labels } from "./picture-labels.js";
import { smallStages } from "./small.js";

/**
 * The network in which {@link smallTrunk} learns: from which picture is a part of 64x64 pixels? [N, 3, 64, 64] to logits [N, 16].
 * The mean of the last maps goes to the classes, so that layers learn what there is, and not where.
 */
export function styleTrunk(): Vgg {
  return new Vgg({ stages: smallStages, batchNorm: true, pooled: 1, hidden: [], classes: labels.length });
}

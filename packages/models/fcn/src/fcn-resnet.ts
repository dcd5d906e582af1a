/**
 * FCN on a dilated ResNet, as torchvision has it: fcn_resnet50 and fcn_resnet101.
 *
 * J. Long, E. Shelhamer, T. Darrell 2014 (fcn.ts) for dense prediction; F. Yu, V. Koltun, "Multi-Scale Context Aggregation
 * by Dilated Convolutions", arXiv 1511.07122, 2015, for trunks that keep their resolution: the last two stages spread their
 * kernels instead of shrinking maps, so scores have a stride of 8 and need no skips.
 *
 * Names, and therefore the keys of the state dict, are torchvision's. So is the auxiliary classifier on layer3, whose
 * scores count in training, with a weight of 0.5 there.
 */
import {
  BatchNorm2d,
  Block,
  Conv2d,
  Dropout,
  features,
  Identity,
  relu,
  replace,
  Sequential,
  type Features,
  type Tensor,
} from "@blockzoo/core";
import { Bottleneck, ResNet, type ResNetOptions } from "@blockzoo/resnet";
import { bilinearTo } from "./bilinear-to.js";

export interface FcnResNetOptions {
  /** How many bottlenecks each of the four stages has. */
  readonly blocks: ResNetOptions["blocks"];
  /** With the background. Default 21, as in PASCAL VOC. */
  readonly classes?: number;
}

/**
 * Images [N, 3, H, W] to scores `{ out, aux }`, both [N, classes, H, W].
 *
 * @example new FcnResNet({ blocks: [3, 4, 6, 3] })   // torchvision's fcn_resnet50
 */
export class FcnResNet extends Block {
  readonly backbone: Features<"layer3" | "layer4">;
  readonly classifier;
  readonly aux_classifier;

  constructor({ blocks, classes = 21 }: FcnResNetOptions) {
    super();
    const trunk = replace(new ResNet({ block: Bottleneck, blocks, dilatedStages: 2 }), "fc", new Identity());
    this.backbone = features(trunk, ["layer3", "layer4"]);
    this.classifier = head(2048, classes);
    this.aux_classifier = head(1024, classes);
  }

  forward(x: Tensor): { out: Tensor; aux: Tensor } {
    const { layer3, layer4 } = this.backbone.forward(x) as Record<"layer3" | "layer4", Tensor>;
    const toPixels = (scores: Tensor) => bilinearTo(scores, x.shape);
    return { out: layer4.pipe(this.classifier, toPixels), aux: layer3.pipe(this.aux_classifier, toPixels) };
  }
}

function head(inChannels: number, classes: number): Sequential {
  const channels = inChannels / 4;
  return new Sequential(
    new Conv2d(inChannels, channels, 3, { padding: 1, bias: false }),
    new BatchNorm2d(channels),
    relu,
    new Dropout(0.1),
    new Conv2d(channels, classes, 1),
  );
}

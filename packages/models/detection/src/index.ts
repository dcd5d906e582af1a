import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { boxDeltas, clipBox, intersectionOverUnion, moveBox, type BoxDeltas, type Size } from "./boxes.js";
export { HeatDetector, type HeatDetectorOptions } from "./heat-detector.js";
export {
  objectDetection,
  type Box,
  type BoxFinder,
  type Detection,
  type DetectOptions,
  type Detector,
  type Found,
} from "./object-detection/index.js";
export { gridProposals, matchProposals, type Grid, type Match, type Overlaps } from "./proposals.js";
export { RoiDetector, type RoiDetectorOptions } from "./roi-detector.js";
export { suppressOverlapping, type Scored } from "./suppression.js";

/** Detection with convolutional networks: what is in an image, and where. */
export const detection = defineFamily({
  name: "detection",
  title: "Detection",
  papers: [
    {
      authors: "P. Sermanet, D. Eigen, X. Zhang, M. Mathieu, R. Fergus, Y. LeCun",
      title: "OverFeat: Integrated Recognition, Localization and Detection using Convolutional Networks",
      year: 2013,
      venue: "arXiv 1312.6229",
      url: "https://arxiv.org/abs/1312.6229",
    },
    {
      authors: "R. Girshick",
      title: "Fast R-CNN",
      year: 2015,
      venue: "arXiv 1504.08083",
      url: "https://arxiv.org/abs/1504.08083",
    },
  ],
  lineage: {
    idea: "Says what is in a picture, and draws a box around it.",
    ancestors: [{ family: "alexnet", change: "Slid over the picture, it gives a box beside each class." }],
  },
  variants,
  weights,
  recipes: () => import("@blockzoo/detection/recipes"),
});

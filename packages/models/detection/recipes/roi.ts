import { add, cast, concat, expand, iota, mul, ndarray, RandomStream, reshape, type Tensor } from "@blockzoo/core";
import { arrayDataset, everything, type Dataset } from "@blockzoo/data";
import type { Box } from "../src/object-detection/index.js";
import { adam, crossEntropy, smoothL1 } from "@blockzoo/train";
import { boxDeltas } from "../src/boxes.js";
import { inRegions, proposalGrid } from "../src/find-in-regions.js";
import { gridProposals, matchProposals } from "../src/proposals.js";
import { RoiDetector } from "../src/roi-detector.js";
import { variants } from "../src/variants.js";
import { detectionRecipe } from "./detection-recipe.js";
import { truthsOf, type Truth } from "./one-shape.js";

const sampled = { regions: 12, shift: 0.3, logScale: 0.4, overlaps: { positive: 0.45, negative: 0.35 } };

/** What the loss takes, besides boxes and classes: P regions of each image. */
interface RoiBatch {
  /** float32 [N, 1, H, W] */
  readonly x: Tensor;
  /** float32 [N, P, 4]: x0, y0, x1, y1. */
  readonly regions: Tensor;
  /** int32 [N, P]: the class of each, 0 for the background. */
  readonly labels: Tensor;
  /** float32 [N, P]: 1 for those that are an object or background, 0 for those in between. */
  readonly counted: Tensor;
  /** float32 [N, P]: 1 for those that show an object. */
  readonly positive: Tensor;
  /** float32 [N, P, 4]: what moves those onto their object; 0 elsewhere. */
  readonly deltas: Tensor;
}

/** Half of the regions are the object's box, moved and scaled at random; the other half are of the grid. */
function sampleRegions({ box }: Truth, grid: readonly Box[], stream: RandomStream): Box[] {
  const { shift, logScale } = sampled;
  return Array.from({ length: sampled.regions }, (_, index) => {
    if (index >= sampled.regions / 2) return grid[stream.integer(grid.length)]!;
    const [dx, dy] = [stream.uniform(-shift, shift) * box.width, stream.uniform(-shift, shift) * box.height];
    const width = box.width * Math.exp(stream.uniform(-logScale, logScale));
    const height = box.height * Math.exp(stream.uniform(-logScale, logScale));
    return { x: box.x + box.width / 2 + dx - width / 2, y: box.y + box.height / 2 + dy - height / 2, width, height };
  });
}

/** The data set with regions for each image, always the same ones. */
function withRegions(dataset: Dataset, seed: number): Dataset {
  const { size } = dataset;
  const batch = everything(dataset);
  const [rows, columns] = batch["x"]!.shape.slice(2) as [number, number];
  const grid = gridProposals({ height: rows, width: columns }, proposalGrid);
  const count = sampled.regions;
  const regions = new Float32Array(size * count * 4);
  const labels = new Int32Array(size * count);
  const [counted, positive] = [new Float32Array(size * count), new Float32Array(size * count)];
  const deltas = new Float32Array(size * count * 4);
  truthsOf(batch).forEach((truth, image) => {
    const boxes = sampleRegions(truth, grid, new RandomStream(seed, "regions", image));
    matchProposals(boxes, [truth.box], sampled.overlaps).forEach((match, index) => {
      const { x, y, width, height } = boxes[index]!;
      const at = image * count + index;
      regions.set([x, y, x + width, y + height], 4 * at);
      counted[at] = match === "neither" ? 0 : 1;
      if (typeof match === "string") return;
      labels[at] = 1 + truth.index;
      positive[at] = 1;
      deltas.set(boxDeltas(truth.box, boxes[index]!), 4 * at);
    });
  });
  return arrayDataset({
    name: dataset.name,
    arrays: {
      ...batch,
      regions: ndarray(regions, [size, count, 4]),
      labels: ndarray(labels, [size, count]),
      counted: ndarray(counted, [size, count]),
      positive: ndarray(positive, [size, count]),
      deltas: ndarray(deltas, [size, count, 4]),
    },
  });
}

/** Cross-entropy of the classes, and the smooth L1 distance of the four deltas of regions that show an object. */
function roiLoss(model: RoiDetector, { x, regions, labels, counted, positive, deltas }: RoiBatch): Tensor {
  const [images, perImage] = regions.shape as [number, number, number];
  const count = images * perImage;
  const image = expand(reshape(cast(iota(images), "float32"), [images, 1, 1]), [images, perImage, 1]);
  const found = model.forward(x, reshape(concat([image, regions], 2), [count, 5]));
  const classification = crossEntropy(found.scores, reshape(labels, [count]), { mask: reshape(counted, [count]) });
  const regression = smoothL1(found.deltas, reshape(deltas, [count, 4]), { mask: reshape(positive, [count]) });
  return add(classification, mul(regression, 4));
}

export const roiOneShape = detectionRecipe({
  variant: "roi-detector",
  claim:
    "A head that is shown regions of shared maps says which of them holds what, and moves it onto the object: its overlap " +
    "is .03 above that of the region itself (after Girshick 2015).",
  atLeast: 0.72,
  create: () => new RoiDetector(),
  targets: withRegions,
  loss: (model: RoiDetector, batch: object) => roiLoss(model, batch as RoiBatch),
  optimizer: adam({ learningRate: 2e-3 }),
  batchSize: 16,
  settings: {
    loss: "cross-entropy + smooth L1, a sum over four deltas",
    regions: sampled,
    grid: proposalGrid,
    result: "the most probable region, moved twice",
  },
  detecting: { variant: variants["roi-detector"], finder: inRegions, firstObject: 1 },
  unregressed: {
    name: "grid",
    box: "the region itself",
    atMost: 0.75,
    ahead: 0.03,
    replaced:
      () =>
      ({ scores, deltas }) => ({
        scores: scores!,
        deltas: ndarray(new Float32Array(deltas!.data.length), deltas!.shape),
      }),
  },
});

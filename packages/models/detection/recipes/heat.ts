import { add, mul, ndarray, type NDArray, type Tensor } from "@blockzoo/core";
import { mapDataset, type Batch, type Dataset } from "@blockzoo/data";
import { adam, binaryCrossEntropyWithLogits, smoothL1 } from "@blockzoo/train";
import { boxDeltas } from "../src/boxes.js";
import { cellsPerUnit, peaks, unitBox, unitSide } from "../src/find-peaks.js";
import { HeatDetector, stride } from "../src/heat-detector.js";
import { variants } from "../src/variants.js";
import { detectionRecipe } from "./detection-recipe.js";
import { meanSize } from "./measure.js";
import { truthsOf } from "./one-shape.js";

/** What the loss takes, besides boxes and classes; maps have a cell for 4x4 pixels. */
interface HeatBatch {
  /** float32 [N, 1, H, W] */
  readonly x: Tensor;
  /** float32 [N, K, h, w]: 1 where the centre of an object of the class lies. */
  readonly heat: Tensor;
  /** float32 [N, 1, h, w]: 1 where that of any object lies. */
  readonly positive: Tensor;
  /** float32 [N, 4, h, w]: there, what its box is; 0 elsewhere. */
  readonly offsets: Tensor;
}

const classes = 3;

function heatTargets(batch: Batch): Batch {
  const { x } = batch;
  const [count, , rows, columns] = [x!.shape[0]!, 1, x!.shape[2]! / stride, x!.shape[3]! / stride];
  const cells = rows * columns;
  const heat = new Float32Array(count * classes * cells);
  const positive = new Float32Array(count * cells);
  const offsets = new Float32Array(count * 4 * cells);
  truthsOf(batch).forEach(({ index, box }, image) => {
    const [row, column] = [box.y + box.height / 2, box.x + box.width / 2].map((centre) => Math.floor(centre / stride));
    const cell = row! * columns + column!;
    const [dx, dy, dw, dh] = boxDeltas(box, unitBox(row!, column!));
    heat[(image * classes + index) * cells + cell] = 1;
    positive[image * cells + cell] = 1;
    [dx * cellsPerUnit, dy * cellsPerUnit, dw, dh].forEach(
      (value, channel) => (offsets[(image * 4 + channel) * cells + cell] = value),
    );
  });
  return {
    ...batch,
    heat: ndarray(heat, [count, classes, rows, columns]),
    positive: ndarray(positive, [count, 1, rows, columns]),
    offsets: ndarray(offsets, [count, 4, rows, columns]),
  };
}

/** Cross-entropy of all cells and classes, and twice the smooth L1 distance where an object is: sums for an image. */
function heatLoss(model: HeatDetector, { x, heat, positive, offsets }: HeatBatch): Tensor {
  const found = model.forward(x);
  const valuesOf = ({ shape }: Tensor) => (shape as number[]).slice(1).reduce((product, size) => product * size, 1);
  const classification = mul(binaryCrossEntropyWithLogits(found.scores, heat), valuesOf(heat));
  const regression = mul(smoothL1(mul(found.boxes, positive), offsets), valuesOf(offsets));
  return add(classification, mul(regression, 2));
}

export const heatOneShape = detectionRecipe({
  variant: "heat-detector",
  claim:
    "The peak of a class map says what is where, and the box regressed there fits: its overlap is .10 above that of a box " +
    "of the mean size at the same peak, and .40 above that of one in the middle (after Sermanet et al. 2013).",
  atLeast: 0.75,
  create: () => new HeatDetector(),
  targets: (train) => mapDataset(train, heatTargets),
  loss: (model: HeatDetector, batch: object) => heatLoss(model, batch as HeatBatch),
  optimizer: adam({ learningRate: 3e-3 }),
  batchSize: 32,
  settings: {
    loss: "binary cross-entropy + 2 smooth L1, sums for an image",
    result: "the most probable peak",
  },
  detecting: { variant: variants["heat-detector"], finder: peaks, firstObject: 0 },
  unregressed: {
    name: "mean-box",
    box: "of the mean size around the peak's cell",
    atMost: 0.65,
    ahead: 0.1,
    replaced: meanBoxes,
  },
});

/** Everywhere a box of the mean size around the cell. */
function meanBoxes(train: Dataset) {
  const { width, height } = meanSize(train);
  const same = [0, 0, Math.log(width / unitSide), Math.log(height / unitSide)];
  return ({ scores, boxes }: Readonly<Record<string, NDArray>>): Record<string, NDArray> => {
    const cells = boxes!.data.length / 4;
    const values = Float32Array.from(boxes!.data, (_, at) => same[Math.floor(at / cells)]!);
    return { scores: scores!, boxes: ndarray(values, boxes!.shape) };
  };
}

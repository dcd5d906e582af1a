import { add, mul, ndarray, type Tensor } from "@blockzoo/core";
import { mapDataset, type Batch } from "@blockzoo/data";
import {
  adam,
  binaryCrossEntropyWithLogits,
  smoothL1,
  stepSchedule,
  supervisedRecipe,
  type RecipeDataContext,
  type RecipeDatasets,
} from "@blockzoo/train";
import { boxDeltas } from "../src/boxes.js";
import { cellsPerUnit, unitBox, unitSide } from "../src/find-peaks.js";
import { HeatDetector, stride } from "../src/heat-detector.js";
import { variants } from "../src/variants.js";
import { centreBox, meanSize, measureDetection, type Detecting } from "./measure.js";
import { oneShape, oneShapeShuffled, settings as data, truthsOf } from "./one-shape.js";

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

const detecting: Detecting = { variant: variants["heat-detector"], firstObject: 0 };

/** Each peak with a box of the mean size around its cell. */
const meanBoxes: Detecting = {
  ...detecting,
  replaced: ({ scores, boxes }, train) => {
    const { width, height } = meanSize(train);
    const cells = boxes!.data.length / 4;
    const same = [0, 0, Math.log(width / unitSide), Math.log(height / unitSide)];
    const values = Float32Array.from(boxes!.data, (_, at) => same[Math.floor(at / cells)]!);
    return { scores: scores!, boxes: ndarray(values, boxes!.shape) };
  },
};

const steps = 300;
const gate = { metric: "iou", atLeast: 0.75 };
const common = {
  variant: "heat-detector",
  create: () => new HeatDetector(),
  loss: (model: HeatDetector, batch: object) => heatLoss(model, batch as HeatBatch),
  optimizer: adam({ learningRate: 3e-3 }),
  batchSize: 32,
  sampling: "withReplacement",
} as const;
const settings = {
  ...data,
  loss: "binary cross-entropy + 2 smooth L1, sums for an image",
  result: "the most probable peak",
};

function withTargets(datasets: (context: RecipeDataContext) => Promise<RecipeDatasets>) {
  return async (context: RecipeDataContext): Promise<RecipeDatasets> => {
    const { train, test } = await datasets(context);
    return { train: mapDataset(train, heatTargets), test };
  };
}

const heat = {
  ...common,
  data: withTargets(oneShape),
  steps,
  schedule: stepSchedule({ every: [steps - 75] }),
};

export const heatOneShape = supervisedRecipe({
  ...heat,
  id: "heat-detector.one-shape",
  claim:
    "The peak of a class map says what is where, and the box regressed there fits: its overlap is .10 above that of a box " +
    "of the mean size at the same peak, and .50 above that of one in the middle (after Sermanet et al. 2013).",
  gate,
  settings,
  measure: (...parts) => measureDetection(detecting, ...parts),
  baselines: {
    "mean box at the peak": supervisedRecipe({
      ...heat,
      id: "heat-detector.one-shape.mean-box",
      claim: "Without the regression, a peak and a box of the mean size overlap less.",
      gate: { metric: "iou", atMost: 0.65 },
      settings: { ...settings, box: "mean size around the cell" },
      measure: (...parts) => measureDetection(meanBoxes, ...parts),
    }),
    centre: centreBox,
  },
  ahead: { "mean box at the peak": 0.1, centre: 0.5 },
  control: supervisedRecipe({
    ...common,
    id: "heat-detector.one-shape.control",
    claim: "Nothing is learned from boxes of other images.",
    gate,
    data: withTargets(oneShapeShuffled),
    steps: 150,
    settings: { ...settings, boxes: "shuffled between images" },
    measure: (...parts) => measureDetection(detecting, ...parts),
  }),
});

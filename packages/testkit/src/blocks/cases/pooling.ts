import {
  AdaptiveAveragePool,
  AdaptiveMaxPool,
  AveragePool1d,
  AveragePool2d,
  AveragePool3d,
  CornerUnpool2d,
  GlobalAveragePool,
  GlobalMaxPool,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  maxPoolWithSwitches,
  MaxUnpool2d,
  RoiPool2d,
  StochasticPool2d,
  Subsampling,
} from "@blockzoo/core";
import type { BlockCase } from "../block-case.js";

const distinct = true;

/**
 * Batch index and corners; the third is thinner than its bins, the last leaves the map. None stands where rounding to whole
 * positions steps from one to the next.
 */
const regions = [
  [0, 0, 0, 12, 8],
  [1, 3.2, 2, 10, 11.4],
  [1, 5.2, 5.2, 6.4, 5.2],
  [0, 2, 6, 19.3, 15.4],
].flat();

export const poolingCases: readonly BlockCase[] = [
  {
    title: "MaxPool1d: overlapping, padding",
    inputs: [{ shape: [2, 3, 9], distinct }],
    create: () => new MaxPool1d(3, { stride: 2, padding: 1 }),
  },
  { title: "MaxPool2d: 2x2", inputs: [{ shape: [2, 2, 5, 6], distinct }], create: () => new MaxPool2d(2) },
  {
    title: "MaxPool2d: overlapping, ceil mode",
    inputs: [{ shape: [1, 2, 6, 8], distinct }],
    create: () => new MaxPool2d(3, { stride: 2, ceilMode: true }),
  },
  {
    title: "MaxPool2d: dilation",
    inputs: [{ shape: [1, 2, 7, 6], distinct }],
    create: () => new MaxPool2d([2, 3], { stride: 1, dilation: 2, padding: [0, 1] }),
  },
  {
    title: "MaxPool3d: time left alone",
    inputs: [{ shape: [1, 2, 3, 5, 4], distinct }],
    create: () => new MaxPool3d([1, 2, 2]),
  },
  {
    title: "AveragePool1d: overlapping",
    inputs: [{ shape: [2, 3, 8] }],
    create: () => new AveragePool1d(3, { stride: 2, padding: 1 }),
  },
  { title: "AveragePool2d: 2x2", inputs: [{ shape: [2, 2, 5, 6] }], create: () => new AveragePool2d(2) },
  {
    title: "AveragePool2d: padding not counted",
    inputs: [{ shape: [1, 2, 5, 6] }],
    create: () => new AveragePool2d(3, { stride: 2, padding: 1, countIncludePad: false, ceilMode: true }),
  },
  {
    title: "AveragePool3d: overlapping",
    inputs: [{ shape: [1, 2, 3, 5, 4] }],
    create: () => new AveragePool3d([2, 3, 2], { stride: [1, 2, 2] }),
  },
  { title: "GlobalAveragePool: images", inputs: [{ shape: [2, 3, 4, 5] }], create: () => new GlobalAveragePool() },
  {
    title: "GlobalMaxPool: sequences, axes kept",
    inputs: [{ shape: [2, 3, 7], distinct }],
    create: () => new GlobalMaxPool({ keepDimensions: true }),
  },
  {
    title: "AdaptiveAveragePool: sizes that divide",
    inputs: [{ shape: [2, 2, 6, 4] }],
    create: () => new AdaptiveAveragePool([3, 2]),
  },
  {
    title: "AdaptiveAveragePool: sizes that do not",
    inputs: [{ shape: [2, 2, 7, 5] }],
    create: () => new AdaptiveAveragePool([3, 4]),
  },
  {
    title: "AdaptiveAveragePool: more bins than elements",
    inputs: [{ shape: [1, 2, 3] }],
    create: () => new AdaptiveAveragePool(5),
  },
  {
    title: "AdaptiveAveragePool: volumes",
    inputs: [{ shape: [1, 2, 3, 4, 5] }],
    create: () => new AdaptiveAveragePool(2),
  },
  {
    title: "AdaptiveMaxPool: sizes that do not divide",
    inputs: [{ shape: [2, 2, 7, 5], distinct }],
    create: () => new AdaptiveMaxPool([3, 4]),
  },
  {
    title: "AdaptiveMaxPool: volumes",
    inputs: [{ shape: [1, 2, 3, 4, 5], distinct }],
    create: () => new AdaptiveMaxPool([2, 2, 3]),
  },
  {
    title: "StochasticPool2d: expectation",
    inputs: [{ shape: [2, 2, 5, 6], range: [0, 1] }],
    create: () => new StochasticPool2d(3, { stride: 2 }),
  },
  {
    title: "StochasticPool2d: windows of zeros",
    inputs: [{ shape: [1, 1, 2, 4], values: [0, 0, 1, 2, 0, 0, 0, 3] }],
    create: () => new StochasticPool2d(2),
    // Zero is the least activation that there may be: to one side of it the function is not defined.
    gradient: false,
  },
  { title: "Subsampling: 2x2", inputs: [{ shape: [2, 3, 4, 6] }], create: () => new Subsampling(3) },
  {
    title: "RoiPool2d: bins that overlap, are thin or empty",
    inputs: [
      { shape: [2, 2, 6, 7], distinct },
      { shape: [4, 5], values: regions },
    ],
    create: () => new RoiPool2d([3, 2], { spatialScale: 0.5 }),
  },
  {
    title: "MaxUnpool2d: back to the places",
    inputs: [{ shape: [2, 2, 4, 6], distinct }],
    create: () => (x) => {
      const { values, switches } = maxPoolWithSwitches(x, { kernel: 2 });
      return new MaxUnpool2d(2).forward(values, switches);
    },
  },
  {
    title: "MaxUnpool2d: overlapping windows, odd sizes",
    inputs: [{ shape: [1, 2, 6, 7], distinct }],
    create: () => (x) => {
      const { values, switches } = maxPoolWithSwitches(x, { kernel: 2, strides: 3 });
      return new MaxUnpool2d(2, { stride: 3 }).forward(values, switches, [6, 7]);
    },
  },
  {
    title: "CornerUnpool2d: two factors",
    inputs: [{ shape: [2, 2, 2, 3] }],
    create: () => new CornerUnpool2d([2, 3]),
  },
];

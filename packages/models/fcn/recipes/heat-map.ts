/** Whether a classifier of single digits, turned into convolutions, finds digits in scenes: section 3.1 of the paper. */
import { ndarray, type NDArray } from "@blockzoo/core";
import {
  everything,
  glyphGeometries,
  glyphs,
  glyphScenes,
  join,
  mapDataset,
  type Dataset,
  type GlyphGeometry,
} from "@blockzoo/data";
import type { MapGrid } from "@blockzoo/tasks/image-heat-map";
import {
  adam,
  supervisedRecipe,
  withoutTraining,
  withShuffledLabels,
  type Metric,
  type RecipeData,
} from "@blockzoo/train";
import { toFullyConvolutional } from "../src/fully-convolutional.js";
import { GlyphClassifier } from "../src/glyph-classifier.js";
import { glyphClasses, heatMapGrid } from "../src/variants.js";

const background = glyphClasses - 1;

/** How far, in pixels, the peak of a digit's map may be from its centre. */
const radius = 6;

const scenes = (seed: number) => glyphScenes({ count: 300, seed });

function digits(count: number, seed: number, geometry: Partial<GlyphGeometry> = {}): Dataset {
  return glyphs({ count, seed, geometry: { ...glyphGeometries.hard, ...geometry } });
}

/** The samples with the background as their class. */
function asBackground(dataset: Dataset): Dataset {
  return mapDataset(dataset, ({ x, y }) => ({ x: x!, y: ndarray(new Int32Array(y!.data.length).fill(background)) }));
}

/** Digits in the middle, and what a window shows elsewhere: digits off the middle, some of them cut, and plain ground. */
const centred: RecipeData = async ({ trainSeed, testSeed }) => ({
  train: join(
    [
      digits(6000, trainSeed, { shift: 0.1 }),
      asBackground(digits(3000, trainSeed + 1000, { shift: [0.35, 1.1] })),
      // So far off the middle, nothing of a digit is left in the image.
      asBackground(digits(750, trainSeed + 2000, { shift: [3, 4] })),
    ],
    { name: "centred-glyphs" },
  ),
  test: scenes(testSeed),
});

/** Digits wherever they are in the window, and nothing else: what a classifier is usually trained on. */
const anywhere: RecipeData = async ({ trainSeed, testSeed }) => ({
  train: digits(6000, trainSeed),
  test: scenes(testSeed),
});

/**
 * The share of scenes in which the peak of a map lies near the centre of the digit that is asked for.
 *
 * @param maps for each scene the map of its digit, [h, w]
 */
function hits(maps: readonly NDArray[], centers: NDArray, { stride, offset }: MapGrid): number {
  const values = centers.shape[1]! * 2;
  const found = maps.filter(({ data, shape }, scene) => {
    const best = data.indexOf(Math.max(...data));
    const [row, column] = [Math.floor(best / shape[1]!), best % shape[1]!].map((place) => offset + stride * place);
    return Math.hypot(row! - centers.data[scene * values]!, column! - centers.data[scene * values + 1]!) <= radius;
  });
  return found.length / maps.length;
}

/** Of the network's scores [n, classes, h, w], how much the class asked for is ahead: the logarithm of its probability. */
const located: Metric = ({ outputs, inputs }) => {
  const { data, shape } = outputs["scores"]!;
  const [count = 0, classes = 0, height = 0, width = 0] = shape;
  const places = height * width;
  const maps = Array.from({ length: count }, (_, scene) => {
    const at = (index: number, place: number) => data[(scene * classes + index) * places + place]!;
    const own = inputs["y"]!.data[scene]!;
    const values = Float64Array.from({ length: places }, (_value, place) => {
      let total = 0;
      for (let index = 0; index < classes; index++) total += Math.exp(at(index, place) - at(own, place));
      return -Math.log(total);
    });
    return ndarray(values, [height, width]);
  });
  return hits(maps, inputs["centers"]!, heatMapGrid);
};

const gate = { metric: "located", atLeast: 0.93 };
const settings = {
  test: "300 scenes of 96x96 with 3 digits, found within 6 pixels",
  train: "6,000 centred, 3,000 off the centre and 750 without a digit as background",
};

const common = {
  variant: "heat-map-mini",
  gate,
  create: () => new GlyphClassifier(glyphClasses),
  data: centred,
  settings,
  forward: (model: GlyphClassifier, { x }: { x: Parameters<GlyphClassifier["forward"]>[0] }) => ({
    scores: toFullyConvolutional(model, [1, 32, 32]).forward(x),
  }),
  metrics: { located },
  optimizer: adam({ learningRate: 1e-3 }),
  sampling: "withReplacement",
  batchSize: 64,
  steps: 700,
} as const;

const plain = supervisedRecipe({
  ...common,
  id: "heat-map-mini.glyphs.plain",
  claim: "A classifier that has only seen digits, wherever they were, does not know where in its window one is.",
  gate: { metric: "located", atMost: 0.85 },
  data: anywhere,
  settings: { ...settings, train: "6,000 anywhere, no background" },
});

/** How wide the ink of a digit is blurred. */
const blur = 16;

const blurred = withoutTraining(
  {
    id: "heat-map-mini.glyphs.blurred",
    variant: "blurred",
    claim: "Where there is most ink is a digit, but of three digits one does not know which.",
    gate: { metric: "located", atMost: 0.45 },
    settings: { ...settings, train: "none: the brightest window of 16x16" },
  },
  async ({ testSeed }) => {
    const test = scenes(testSeed);
    const { x, centers } = everything(test);
    const [count, , height, width] = x!.shape as [number, number, number, number];
    const maps = Array.from({ length: count }, (_, scene) =>
      windowSums(x!.data.subarray(scene * height * width, (scene + 1) * height * width), height, width),
    );
    return { located: hits(maps, centers!, { stride: 1, offset: (blur - 1) / 2 }) };
  },
);

/** The sum of each window of 16x16. */
function windowSums(image: NDArray["data"], height: number, width: number): NDArray {
  const [rows, columns] = [height - blur + 1, width - blur + 1];
  const sums = Float64Array.from({ length: rows * columns }, (_, place) => {
    const start = Math.floor(place / columns) * width + (place % columns);
    let sum = 0;
    for (let row = 0; row < blur; row++) {
      for (let column = 0; column < blur; column++) sum += image[start + row * width + column]!;
    }
    return sum;
  });
  return ndarray(sums, [rows, columns]);
}

export const heatMapGlyphs = supervisedRecipe({
  ...common,
  id: "heat-map-mini.glyphs",
  claim:
    "A classifier of single digits, its dense head turned into convolutions, finds one of three digits in a scene, provided " +
    "that it has learned what is none (Long, Shelhamer & Darrell 2014, section 3.1).",
  baselines: { blurred, plain },
  ahead: { plain: 0.1 },
  control: supervisedRecipe({
    ...common,
    id: "heat-map-mini.glyphs.control",
    data: withShuffledLabels(centred),
    settings: { ...settings, labels: "shuffled" },
    claim: "Shuffled labels teach nothing.",
  }),
});

import { ndarray, type NDArray, type StateDict } from "@blockzoo/core";
import { everything, type Batch, type Dataset } from "@blockzoo/data";
import { compileNetworks, type MeasureContext, type Measurement, type Network, type Variant } from "@blockzoo/family";
import { withoutTraining } from "@blockzoo/train";
import { intersectionOverUnion } from "../src/boxes.js";
import type { Box, BoxFinder, Found } from "../src/object-detection/index.js";
import { oneShape, truthsOf } from "./one-shape.js";

type Outputs = Readonly<Record<string, NDArray>>;

/** Finds the most probable object of each image, as a user would. */
export interface Detecting {
  readonly variant: Variant;
  /** How the variant is read. */
  readonly finder: BoxFinder;
  /** The index of the first class that is an object among the network's classes. */
  readonly firstObject: number;
  /** Replaces outputs of the network by what the training data say, for what is compared with it. */
  readonly replaced?: (train: Dataset) => (outputs: Outputs) => Outputs;
}

/** `iou`, the mean overlap of the most probable box with the truth, 0 where nothing is found; `accuracy` of its class. */
export async function measureDetection(
  { variant, finder, firstObject, replaced }: Detecting,
  weights: StateDict,
  { train, test }: { readonly train: Dataset; readonly test: Dataset },
  { backend, signal }: MeasureContext,
): Promise<Measurement> {
  const { networks, dispose } = await compileNetworks({ variant, weights, source: "the trained weights", backend });
  const read = replaced?.(train) ?? ((outputs: Outputs) => outputs);
  const asked = Object.entries(networks).map(([name, network]) => {
    const outputs: Network["outputs"] = async (feeds) => {
      const found = await network.outputs(feeds, signal && { signal });
      return network.output === "scores" ? read(found) : found;
    };
    return [name, { outputs }] as const;
  });
  const batch = everything(test);
  const found: (Found | undefined)[] = [];
  for (let image = 0; image < test.size; image++) {
    found.push((await finder.find(imageOf(batch, image), Object.fromEntries(asked), { threshold: 0 }))[0]);
  }
  dispose();
  const best = found.map((each) => each && { box: each.box, index: each.index - firstObject });
  return { metrics: score(batch, best) };
}

function imageOf({ x }: Batch, image: number): NDArray {
  const [, ...shape] = x!.shape;
  const size = x!.data.length / x!.shape[0]!;
  return ndarray(x!.data.slice(image * size, (image + 1) * size), [1, ...shape]);
}

function score(batch: Batch, found: readonly ({ readonly box: Box; readonly index: number } | undefined)[]) {
  const truths = truthsOf(batch);
  const mean = (value: (image: number) => number) =>
    truths.reduce((sum, _, image) => sum + value(image), 0) / truths.length;
  const overlap = (image: number) => {
    const each = found[image];
    return each === undefined ? 0 : intersectionOverUnion(each.box, truths[image]!.box);
  };
  return {
    iou: mean(overlap),
    accuracy: mean((image) => (found[image]?.index === truths[image]!.index ? 1 : 0)),
  };
}

/** The mean width and height of the boxes of a data set. */
export function meanSize(dataset: Dataset): { readonly width: number; readonly height: number } {
  const truths = truthsOf(everything(dataset));
  const mean = (side: "width" | "height") => truths.reduce((sum, { box }) => sum + box[side], 0) / truths.length;
  return { width: mean("width"), height: mean("height") };
}

/** A box of the mean size in the middle of every image: what can be had without looking. */
export const centreBox = withoutTraining(
  {
    id: "detector.one-shape.centre",
    variant: "centre",
    claim: "A box of the mean size in the middle of every image overlaps little.",
    gate: { metric: "iou", atMost: 0.25 },
    settings: { box: "mean size, centred" },
  },
  async (context) => {
    const { train, test } = await oneShape(context);
    const batch = everything(test);
    const { width, height } = meanSize(train);
    const [rows, columns] = batch["x"]!.shape.slice(2) as [number, number];
    const box = { x: (columns - width) / 2, y: (rows - height) / 2, width, height };
    return score(
      batch,
      truthsOf(batch).map(() => ({ box, index: 0 })),
    );
  },
);

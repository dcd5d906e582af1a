// Layers trained one after the other on small glyphs, and the classifier that begins with them.
import { flatten, initialize, referenceBackend, tensor, trace, type NDArray, type StateDict } from "@blockzoo/core";
import { everything, glyphs, mapDataset } from "@blockzoo/data";
import { learnInStages, recipe, type Stage } from "@blockzoo/train";
import { beforeAll, describe, expect, test } from "vitest";
import { layerStages } from "../../recipes/dbn/layer-stages.js";
import { Dbn } from "../../src/index.js";

const sizes = [64, 12, 8];
const geometry = { rotation: 5, shear: 0, scale: [0.9, 1], shift: 0, noise: 0 } as const;
const images = glyphs({ count: 60, size: 8, geometry });
const stages = layerStages(sizes, images, { epochs: 40, batchSize: 20, learningRate: 0.2, momentum: 0.9 });

const run = (own: readonly Stage[]) =>
  recipe({
    id: "dbn.tiny",
    variant: "dbn",
    claim: "",
    gate: { metric: "none" },
    settings: {},
    data: async () => undefined,
    learn: (_, context) => learnInStages(context, own),
    measure: async () => ({ metrics: {} }),
  }).run({ backend: referenceBackend() });

/** What each stage learned. */
async function learned(): Promise<StateDict[]> {
  const results: StateDict[] = [];
  const watched = stages.map((stage): Stage => ({
    ...stage,
    async learn(context, weights) {
      const result = await stage.learn(context, weights);
      results.push(result.weights);
      return result;
    },
  }));
  await run(watched);
  return results;
}

const { x } = everything(images) as { readonly x: NDArray };
const pixels = Array.from({ length: 64 }, (_, pixel) => pixel);

/** The mean squared difference of the images and other values. */
const meanSquare = (valueAt: (at: number) => number) =>
  [...x.data].reduce((sum, value, at) => sum + (value - valueAt(at)) ** 2 / x.data.length, 0);

/** That of what comes down again of images that went up. */
async function errorOf(weights: StateDict): Promise<number> {
  const stack = new Dbn(sizes);
  const graph = trace(() => stack.down(stack.up(flatten(tensor(x)))), {}, { model: stack, output: "down" });
  const executable = await referenceBackend().compile(graph, { weights });
  const { down } = (await executable.run({})).outputs;
  return meanSquare((at) => down!.data[at]!);
}

const layerOf = (weights: StateDict, layer: number) =>
  ["weight", "hiddenBias", "visibleBias"].map((name) => weights.get(`layers.${layer}.${name}`)!.data);

describe("greedy training", () => {
  let [first, both]: StateDict[] = [];
  beforeAll(async () => {
    [first, both] = await learned();
  }, 60_000);

  test("changes one layer after the other, and leaves those below as they are", () => {
    const fresh = initialize(new Dbn(sizes));
    expect(layerOf(first!, 1)).toEqual(layerOf(fresh, 1));
    expect(layerOf(both!, 0)).toEqual(layerOf(first!, 0));
    layerOf(first!, 0).forEach((values, index) => expect(values).not.toEqual(layerOf(fresh, 0)[index]));
    layerOf(both!, 1).forEach((values, index) => expect(values).not.toEqual(layerOf(first!, 1)[index]));
  });

  test("lets images come down again that went up, better than as their mean", async () => {
    const means = pixels.map(
      (_, pixel) => [...x.data].filter((_value, at) => at % 64 === pixel).reduce((a, b) => a + b) / 60,
    );
    const ofMean = meanSquare((at) => means[at % 64]!);
    expect(await errorOf(initialize(new Dbn(sizes)))).toBeGreaterThan(1.5 * ofMean);
    expect(await errorOf(both!)).toBeLessThan(0.8 * ofMean);
  });

  test("takes as many steps as there are batches in its epochs, for each layer", () => {
    expect(stages.map(({ steps }) => steps)).toEqual([120, 120]);
  });

  test("refuses images that are no probabilities", async () => {
    const bright = mapDataset(images, ({ x: ink }) => ({
      x: { ...ink!, data: ink!.data.map((value) => 255 * value) },
    }));
    const [stage] = layerStages(sizes, bright, { epochs: 1, batchSize: 20, learningRate: 0.1, momentum: 0.5 });
    await expect(run([stage!])).rejects.toThrow(
      "Bernoulli units take values from 0 to 1: divide pixels of 0..255 by 255",
    );
  });
});

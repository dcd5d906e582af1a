import {
  BatchNorm2d,
  Linear,
  ndarray,
  referenceBackend,
  relu,
  Sequential,
  transpose,
  type NDArray,
} from "@blockzoo/core";
import { batched, moons, packSequences, sequenceDataset, subset, type Batch } from "@blockzoo/data";
import { passes, type BeforeStep } from "@blockzoo/family";
import {
  adam,
  cosineSchedule,
  crossEntropy,
  recalibrateBatchNorm,
  recipeHash,
  recipeSeeds,
  supervisedRecipe,
} from "@blockzoo/train";
import { describe, expect, it } from "vitest";

const seeds: number[][] = [];
const options = {
  id: "net.moons",
  variant: "net",
  claim: "A hidden layer separates the moons.",
  gate: { metric: "accuracy", atLeast: 0.98 },
  create: () => new Sequential(new Linear(2, 16), relu, new Linear(16, 2)),
  data: async ({ trainSeed, testSeed }: { trainSeed: number; testSeed: number }) => {
    seeds.push([trainSeed, testSeed]);
    const [train, test] = [trainSeed, testSeed].map((seed) => moons({ count: 150, noise: 0.1, seed }));
    return { train: train!, test: test! };
  },
  settings: { data: "moons, 150, noise 0.1", hidden: 16 },
  optimizer: adam({ learningRate: 0.05 }),
  schedule: cosineSchedule(),
  batchSize: 20,
  steps: 300,
} as const;
const recipe = supervisedRecipe(options);
const context = { backend: referenceBackend() };

describe("supervisedRecipe", () => {
  it("reaches its gate and gives predictions", async () => {
    const { metrics, predictions, finished, weights } = await recipe.run(context);
    expect(passes(recipe.gate, metrics)).toBe(true);
    expect(finished).toBe(true);
    expect(predictions!.labels).toEqual(["0", "1"]);
    const right = predictions!.predicted.filter((label, index) => label === predictions!.actual[index]).length;
    expect(right / 150).toBe(metrics["accuracy"]);
    expect(await recipe.measure(weights, context)).toEqual({ metrics, predictions });
  });

  it("keys its data by the seed, and runs as many steps as it is told", async () => {
    seeds.length = 0;
    const seen: number[] = [];
    const { history } = await recipe.run({ ...context, seed: 2, steps: 3, onProgress: ({ step }) => seen.push(step) });
    expect(seeds).toEqual([[20, 21]]);
    expect(recipeSeeds(2)).toEqual({ trainSeed: 20, testSeed: 21, weightsSeed: 2, batchSeed: 1002 });
    expect(seen).toEqual([1, 2, 3]);
    const again = await recipe.run({ ...context, seed: 2, steps: 3 });
    expect(again.history).toEqual(history);
  });

  it("makes its data once for a run and for what is measured meanwhile", async () => {
    const own = supervisedRecipe({ ...options, data: (asked) => options.data(asked) });
    seeds.length = 0;
    const beforeStep: BeforeStep = async ({ weights }) => {
      await own.measure(await weights(), context);
      expect((await own.heldOut!({})).size).toBe(150);
    };
    await own.run({ ...context, steps: 2, beforeStep });
    expect(seeds).toEqual([[0, 1]]);
    await own.run({ ...context, seed: 1, steps: 1 });
    expect(seeds).toEqual([
      [0, 1],
      [10, 11],
    ]);
  });

  it("takes the training loss of the last steps where it is asked for", async () => {
    const asked = supervisedRecipe({ ...options, trainingLoss: { lastSteps: 4 } });
    const { history, metrics } = await asked.run({ ...context, steps: 10 });
    const losses = history.slice(6).map(({ loss }) => loss!);
    expect(metrics["trainingLoss"]).toBeCloseTo(losses.reduce((sum, loss) => sum + loss) / 4, 12);
    expect(await recipeHash(asked)).not.toBe(await recipeHash(recipe));
    expect((await recipe.run({ ...context, steps: 1 })).metrics["trainingLoss"]).toBeUndefined();
  });

  it("recalibrates batch norms on the first training samples, and measures the result", async () => {
    const normed = {
      ...options,
      create: () => new Sequential(new Linear(2, 16), new BatchNorm2d(16), relu, new Linear(16, 2)),
    };
    const recalibration = { samples: 100, batchSize: 50 };
    const [as, anew] = [supervisedRecipe(normed), supervisedRecipe({ ...normed, recalibration })];
    const [trained, found] = [await as.run({ ...context, steps: 5 }), await anew.run({ ...context, steps: 5 })];
    const train = moons({ count: 150, noise: 0.1, seed: 0 });
    const data = batched(
      subset(
        train,
        Uint32Array.from({ length: 100 }, (_, index) => index),
      ),
      {
        batchSize: 50,
        sampling: "sequential",
      },
    );
    const expected = await recalibrateBatchNorm(normed.create(), { weights: trained.weights, data, ...context });
    expect(found.weights).toEqual(expected);
    expect(found.metrics).toEqual((await as.measure(expected, context)).metrics);
    expect(await recipeHash(anew)).not.toBe(await recipeHash(as));
  });

  it("takes held-out metrics as often as it is asked to, which changes nothing else", async () => {
    const plain = await recipe.run({ ...context, steps: 5 });
    const { history, ...rest } = await recipe.run({ ...context, steps: 5, validateEvery: 2 });
    expect(history.flatMap(({ step, metrics }) => (metrics === undefined ? [] : [step]))).toEqual([2, 4, 5]);
    expect(history.at(-1)!.metrics!["accuracy"]).toBe(plain.metrics["accuracy"]);
    expect({ ...rest, history: history.map((point) => ({ ...point, metrics: undefined })) }).toEqual(plain);
  });

  it("begins with the weights it is given", async () => {
    const { weights } = await recipe.run({ ...context, steps: 200 });
    const more = supervisedRecipe({ ...options, initialWeights: async () => weights });
    const [own, given] = [await recipe.run({ ...context, steps: 1 }), await more.run({ ...context, steps: 1 })];
    expect(given.history[0]!.loss).toBeLessThan(own.history[0]!.loss! / 2);
  });

  it("changes training batches and not the test data, keyed by the seed", async () => {
    const placed: number[] = [];
    const augmentation = (seed: number) => {
      placed.push(seed);
      return ({ x, y }: Batch) => ({ x: ndarray(new Float32Array(x!.data.length), x!.shape), y: y! });
    };
    const blank = supervisedRecipe({ ...options, augmentation });
    const { weights, history } = await blank.run({ ...context, seed: 3, steps: 2 });
    expect(placed).toEqual([1003]);
    const { metrics } = await blank.measure(weights, { ...context, seed: 3 });
    expect(history).toHaveLength(2);
    expect(metrics).toEqual((await recipe.measure(weights, { ...context, seed: 3 })).metrics);
    const plain = await recipe.run({ ...context, seed: 3, steps: 2 });
    expect(history[0]!.loss).not.toBe(plain.history[0]!.loss);
  });

  it("predicts the steps of sequences that are real", async () => {
    const [x, y] = [
      [
        [1, 5],
        [5, 1],
        [1, 5],
      ],
      [[5, 1]],
    ].map((own) => ndarray(own.flat(), [own.length, 2])) as [NDArray, NDArray];
    const tagged = sequenceDataset({
      name: "tagged",
      sequences: {
        x: packSequences([x, y]),
        y: packSequences([ndarray(Int32Array.of(1, 1, 1)), ndarray(Int32Array.of(0))]),
      },
    });
    const steps = supervisedRecipe({
      ...options,
      create: () => new Sequential(new Linear(2, 2), (scores) => transpose(scores, [0, 2, 1])),
      data: async () => ({ train: tagged, test: tagged }),
      loss: (model, { x: rows, y: tags }) => crossEntropy(model.forward(rows), tags),
      batchSize: 2,
    });
    const weights = new Map([
      ["0.weight", ndarray([1, 0, 0, 1], [2, 2])],
      ["0.bias", ndarray([0, 0])],
    ]);
    const { metrics, predictions } = await steps.measure(weights, context);
    expect([...predictions!.actual]).toEqual([1, 1, 1, 0]);
    expect([...predictions!.predicted]).toEqual([1, 0, 1, 0]);
    expect(metrics["accuracy"]).toBe(0.75);
  });

  it("has a hash of all that decides the result", async () => {
    const hash = await recipeHash(recipe);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(await recipeHash(supervisedRecipe({ ...options, claim: "Another sentence." }))).toBe(hash);
    for (const changed of [
      { batchSize: 21 },
      { steps: 301 },
      { optimizer: adam({ learningRate: 0.06 }) },
      { schedule: cosineSchedule({ floor: 0.1 }) },
      { settings: { ...options.settings, hidden: 17 } },
      { clip: { value: 1 } },
    ]) {
      expect(await recipeHash(supervisedRecipe({ ...options, ...changed }))).not.toBe(hash);
    }
  });

  it("is told what a sampling does that is a function", async () => {
    const own = {
      ...options,
      sampling: () => ({ batchesPerEpoch: 1, epoch: () => () => ({ indices: new Uint32Array(20), samples: 20 }) }),
    };
    expect(() => supervisedRecipe(own)).toThrow(
      "recipe net.moons: its sampling is a function, settings.sampling must say",
    );
    const told = supervisedRecipe({ ...own, settings: { ...options.settings, sampling: "the first one" } });
    expect(await recipeHash(told)).not.toBe(await recipeHash(recipe));
    expect(told.settings["sampling"]).toBe("the first one");
  });

  it("hashes settings by what they say, not by their order", async () => {
    const hashOf = (settings: Record<string, unknown>) => recipeHash({ id: "r", settings });
    expect(await hashOf({ a: 1, b: [1, "x"] })).toBe(await hashOf({ b: [1, "x"], a: 1, c: undefined }));
    await expect(hashOf({ a: { f: () => 1 } })).rejects.toThrow("the settings of r.a.f: expected plain data");
  });
});

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  Dropout,
  float32,
  freeze,
  initialize,
  int32,
  Linear,
  ndarray,
  normal,
  reduceMean,
  reduceSum,
  referenceBackend,
  relu,
  Residual,
  Sequential,
  sigmoid,
  square,
  type Tensor,
} from "@blockzoo/core";
import { batched, xor } from "@blockzoo/data";
import { adam, compileTrainStep, crossEntropy, fit, sgd, valueAndGradient, type LossFunction } from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import { expectClose } from "./support.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const backend = referenceBackend();
const types = { x: float32(4, 2), y: int32(4) };
const batch = {
  x: ndarray([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]),
  y: ndarray([0, 1, 1, 0], [4], "int32"),
};
const loss: LossFunction<Sequential, { x: Tensor; y: Tensor }> = (model, { x, y }) => crossEntropy(model.forward(x), y);

describe("exclusive or", () => {
  const learn = async (model: Sequential) => {
    const data = batched(xor(), { batchSize: 4, sampling: "sequential" });
    const { history } = await fit(model, {
      data,
      loss,
      optimizer: sgd({ learningRate: 0.5, momentum: 0.9 }),
      steps: 200,
      backend,
    });
    return history.map((point) => point.loss);
  };

  it("is learnt with a hidden layer", async () => {
    expect((await learn(new Sequential(new Linear(2, 8), relu, new Linear(8, 2)))).at(-1)).toBeLessThan(1e-2);
  });

  it("is not learnt by a stack of linear layers", async () => {
    const losses = await learn(new Sequential(new Linear(2, 8), new Linear(8, 2)));
    expect(Math.min(...losses)).toBeGreaterThanOrEqual(Math.LN2 - 1e-3);
  });
});

describe("compileTrainStep", () => {
  it("reports the loss before the update, and metrics", async () => {
    const training = await compileTrainStep({
      model: new Sequential(new Linear(2, 2)),
      loss: (model, { x, y }) => {
        const logits = model.forward(x);
        return { loss: crossEntropy(logits, y), size: reduceSum(square(logits)) };
      },
      optimizer: sgd({ learningRate: 0 }),
      types,
      backend,
      clip: { globalNorm: 1 },
    });
    const [first, second] = [await training.step(batch), await training.step(batch)];
    expect(Object.keys(first.metrics)).toEqual(["size", "gradientNorm"]);
    expect(second).toEqual(first);
  });

  it("keys random numbers by the step, and leaves out what a batch has besides", async () => {
    const model = new Sequential(new Linear(2, 64), new Dropout(0.5), new Linear(64, 2));
    const optimizer = sgd({ learningRate: 0 });
    const training = await compileTrainStep({ model, loss, optimizer, types, backend, seed: 1 });
    const more = { ...batch, name: ndarray([1]) };
    const losses = [await training.step(more), await training.step(more), await training.step(more, { step: 0 })];
    expect(losses[1]).not.toEqual(losses[0]);
    expect(losses[2]).toEqual(losses[0]);
  });

  it("keeps none of the first weights once the state has them, and has it still where other batches come", async () => {
    const model = new Sequential(new Linear(2, 3), relu, new Linear(3, 2));
    const started = async () => {
      const weights = initialize(model, { seed: 5 });
      const options = {
        model: freeze(model, "0"),
        loss,
        optimizer: sgd({ learningRate: 0.1 }),
        types,
        backend,
        weights,
      };
      const training = await compileTrainStep(options);
      return { training, kept: [...weights.values()].map(({ data }) => new WeakRef(data)) };
    };
    const { training, kept } = await started();
    await training.step(batch);
    // What a weak reference was made to stays until the end of a task.
    await new Promise(setImmediate);
    collect();
    // Of the frozen block, whose weights are constants.
    expect(kept.map((each) => each.deref() !== undefined)).toEqual([true, true, false, false]);
    const before = await training.state.read();
    const [x, y] = [ndarray([[0, 1]]), ndarray([1], [1], "int32")];
    const { loss: ofOne } = await training.step({ x, y }, { learningRate: 0 });
    expect(ofOne).toBeGreaterThan(0);
    expect(await training.state.read()).toEqual(before);
  });

  it("has no gradient and no slot for frozen blocks", async () => {
    const model = new Sequential(new Linear(2, 3), new Linear(3, 2));
    const weights = initialize(model, { seed: 5 });
    const training = await compileTrainStep({
      model: freeze(model, "0"),
      loss,
      optimizer: adam(),
      types,
      backend,
      weights,
    });
    await training.step(batch);
    const state = await training.state.read();
    expect(training.constants).toEqual(new Map([...weights].slice(0, 2)));
    expect(state.has("0.weight")).toBe(false);
    expect(state.get("1.weight")).not.toEqual(weights.get("1.weight"));
    expect([...state.keys()].filter((name) => name.startsWith("optimizer.")).toSorted()).toEqual([
      "optimizer.firstMoment.1.bias",
      "optimizer.firstMoment.1.weight",
      "optimizer.firstWeight",
      "optimizer.secondMoment.1.bias",
      "optimizer.secondMoment.1.weight",
      "optimizer.secondWeight",
    ]);
  });

  it.each<[string, object, string | RegExp]>([
    ["nothing to train", { model: freeze(new Sequential(new Linear(2, 2))) }, "there is nothing to train"],
    [
      "a loss that is no scalar",
      { loss: (model: Sequential, { x }: { x: Tensor }) => model.forward(x) },
      "the loss must be a float32 scalar, got float32[4,2]: take its mean, as reduceMean(loss)",
    ],
    [
      "a loss function without result",
      { loss: () => ({}) },
      "the loss function must return a tensor or { loss, ...metrics }; the batch it got was x float32[4,2], y int32[4]",
    ],
    [
      "a size that is a name",
      { types: { ...types, x: float32("N", 2) } },
      "training needs numbers for all sizes of a batch, got x float32[N,2]",
    ],
    [
      "an array with the name of an input",
      { types: { ...types, learningRate: float32() } },
      'must not have an array "learningRate"',
    ],
    [
      "weights that do not fit",
      {
        weights: new Map([
          ["0.weight", ndarray([1])],
          ["1.weight", ndarray([1])],
        ]),
      },
      /first weights: the weights do not fit the model[^]*missing: 0.bias[^]*unexpected: 1.weight[^]*0.weight is float32\[1\]/,
    ],
    [
      "a batch of another size",
      { types: { ...types, x: float32(4, 3) } },
      /^0: expects 2 input features, got x float32\[4,3\]/,
    ],
  ])("refuses %s", async (_, changed, message) => {
    const options = {
      model: new Sequential(new Linear(2, 2)),
      loss,
      optimizer: sgd({ learningRate: 1 }),
      types,
      backend,
    };
    await expect(compileTrainStep({ ...options, ...changed })).rejects.toThrow(message);
  });

  it("names the array that a batch lacks", async () => {
    const model = new Sequential(new Linear(2, 2));
    const training = await compileTrainStep({ model, loss, optimizer: sgd({ learningRate: 1 }), types, backend });
    await expect(training.step({ x: batch.x })).rejects.toThrow('the batch has no array "y", it has x');
  });
});

describe("valueAndGradient", () => {
  it("gives the value and the gradient by name, of the parameters written", async () => {
    const objective = await valueAndGradient({
      model: new Linear(2, 1, { bias: false }),
      f: (model, { x }) => reduceMean(square(model.forward(x))),
      types: { x: float32(4, 2) },
      backend,
    });
    await objective.state.write(new Map([["weight", ndarray([[1, 2]])]]));
    const { value, gradients } = await objective.evaluate({ x: batch.x });
    // The mean of 0, 2², 1², 3², and of 2 (w · x) x.
    expect(value).toBeCloseTo(3.5, 6);
    expectClose(gradients.get("weight")!.data, [2, 2.5]);
  });
});

describe("gradients through twenty sigmoid layers", () => {
  const width = 16;
  const layers = Array.from({ length: 20 }, (_, index) => index);
  const layer = () =>
    new Sequential(new Linear(width, width, { initializer: normal({ deviation: 1 / Math.sqrt(width) }) }), sigmoid);

  /** The norm of the first layer's gradient relative to the last one's. */
  async function ratio(deepNet: Sequential, pathOf: (index: number) => string): Promise<number> {
    const input = ndarray(
      Float32Array.from({ length: 8 * width }, (_, index) => Math.sin(index)),
      [8, width],
    );
    const objective = await valueAndGradient({
      model: deepNet,
      f: (model, { x }) => reduceMean(square(model.forward(x))),
      types: { x: float32(8, width) },
      backend,
    });
    const { gradients } = await objective.evaluate({ x: input });
    const norm = (index: number) => Math.hypot(...gradients.get(pathOf(index))!.data);
    return norm(0) / norm(19);
  }

  it("vanish", async () => {
    expect(await ratio(new Sequential(...layers.map(layer)), (index) => `${index}.0.weight`)).toBeLessThan(1e-6);
  });

  it("do not vanish with residual connections", async () => {
    const model = new Sequential(...layers.map(() => new Residual(layer())));
    expect(await ratio(model, (index) => `${index}.body.0.weight`)).toBeGreaterThan(1e-2);
  });
});

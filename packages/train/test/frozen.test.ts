// Weights of frozen blocks are constants of the program where they are given; nobody sees a difference but in time.
import {
  BatchNorm1d,
  Block,
  constant,
  float32,
  freeze,
  initialize,
  Linear,
  mul,
  ndarray,
  Parameter,
  reduceMean,
  referenceBackend,
  relu,
  Sequential,
  sqrt,
  sub,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { batched } from "@blockzoo/data";
import { adam, compileTrainStep, crossEntropy, fit, memoryCheckpoints, sgd, type FitOptions } from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import { testBatches, train } from "./support.js";

/** The first two layers stay as they are, their statistics too. */
const net = () => new Sequential(freeze(new Sequential(new Linear(2, 8), new BatchNorm1d(8))), relu, new Linear(8, 2));
const run = (options: Partial<FitOptions<Sequential>> = {}) =>
  fit(net(), {
    data: batched(train, { batchSize: 40, seed: 1 }),
    loss: (model, { x, y }) => crossEntropy(model.forward(x), y),
    optimizer: adam({ learningRate: 0.03 }),
    steps: 8,
    backend: referenceBackend(),
    seed: 3,
    validation: { data: testBatches, everySteps: 4 },
    ...options,
  } as FitOptions<Sequential>);
const weights = initialize(net(), { seed: 3 });
const changed: StateDict = new Map([...weights, ["0.0.bias", ndarray(new Float32Array(8).fill(1))]]);

describe("fit with frozen blocks", () => {
  it("gives the same numbers whether their weights are constants or state", async () => {
    expect(await run({ weights })).toEqual(await run());
    expect((await run({ weights: changed })).history).not.toEqual((await run()).history);
  });

  it("keeps them out of checkpoints, and goes on to the same numbers", async () => {
    const checkpoints = memoryCheckpoints();
    const straight = await run({ weights });
    const controller = new AbortController();
    const checkpoint = { to: checkpoints };
    const onProgress = ({ step }: { readonly step: number }) => {
      if (step === 3) controller.abort();
    };
    const first = await run({ weights, checkpoint, signal: controller.signal, onProgress });
    expect(first.finished).toBe(false);
    expect(await run({ weights, checkpoint, resume: true })).toEqual(straight);
    await expect(run({ weights: changed, checkpoint, resume: true })).rejects.toThrow("weights of frozen blocks");
  });

  it("returns them among the weights", async () => {
    const found = await run({ weights: changed });
    expect([...found.weights.keys()]).toEqual([...weights.keys()]);
    expect(found.weights.get("0.0.bias")).toEqual(changed.get("0.0.bias"));
  });
});

/** `√(x - shift)`; of the values that it is drawn with, nothing is wrong. */
class Root extends Block {
  readonly shift = new Parameter([], constant(0));

  forward(x: Tensor): Tensor {
    return sqrt(sub(x, this.shift));
  }
}

it("a step that is run again to explain a loss has the constants of the first time", async () => {
  const training = await compileTrainStep({
    model: { root: freeze(new Root()), scale: new Parameter([], constant(1)) },
    loss: ({ root, scale }, { x }) => reduceMean(mul(root.forward(x), scale)),
    optimizer: sgd({ learningRate: 1 }),
    types: { x: float32(2) },
    backend: referenceBackend(),
    weights: new Map([
      ["root.shift", ndarray([9], [])],
      ["scale", ndarray([1], [])],
    ]),
  });
  await expect(training.step({ x: ndarray([4, 16]) })).rejects.toThrow(
    "the loss of step 1 is NaN (first in step 1, root: sqrt of a negative number, given float32[2] from -5 to 7)",
  );
});

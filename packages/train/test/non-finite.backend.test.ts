// A loss that is not finite is traced to the op that made the first such value, in forward, gradient and update.
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import {
  add,
  BatchNorm2d,
  Block,
  constant,
  Conv2d,
  Dropout,
  int32,
  Linear,
  float32,
  log,
  mul,
  ndarray,
  Parameter,
  reduceMean,
  referenceBackend,
  softmax,
  sqrt,
  sub,
  where,
  less,
  type Backend,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import { arrayDataset, batched } from "@blockzoo/data";
import {
  compileTrainStep,
  crossEntropy,
  fit,
  memoryCheckpoints,
  sgd,
  type CheckpointStore,
  type TrainStep,
} from "@blockzoo/train";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const backends: Record<string, Backend> = { reference: referenceBackend() };
beforeAll(async () => {
  backends["onnxruntime"] = await onnxruntime();
});
afterAll(() => backends["onnxruntime"]!.dispose());

/** sqrt(x - shift) */
class Root extends Block {
  readonly shift = new Parameter([], constant(0));
  forward(x: Tensor): Tensor {
    return sqrt(sub(x, this.shift));
  }
}

class RootNet extends Block {
  readonly root = new Root();
  forward(x: Tensor): Tensor {
    return this.root.forward(x);
  }
}

const mean = (model: { forward(x: Tensor): Tensor }, { x }: { x: Tensor }) => reduceMean(model.forward(x));

/** With a state of more than 64 MB, of which but one is kept. */
class LargeNet extends Block {
  readonly root = new Root();
  readonly ballast = new Parameter([2 ** 24 + 1], constant(0));
  forward(x: Tensor): Tensor {
    return add(this.root.forward(x), reduceMean(this.ballast));
  }
}

/** Takes steps until one throws, and gives the message. */
async function failure(training: TrainStep, batches: readonly NDArray[]): Promise<string> {
  for (const [step, x] of batches.entries()) {
    try {
      await training.step({ x }, { step });
    } catch (error) {
      return (error as Error).message;
    }
  }
  return "all steps were finite";
}

describe.each(["reference", "onnxruntime"])("on %s", (name) => {
  const compile = (model: Block & { forward(x: Tensor): Tensor }, shape: readonly number[], learningRate = 0.1) =>
    compileTrainStep({
      model,
      loss: mean,
      optimizer: sgd({ learningRate }),
      types: { x: float32(...shape) },
      backend: backends[name]!,
      seed: 5,
    });

  it("names an op of the forward pass, its block and what it was given", async () => {
    const training = await compile(new RootNet(), [3]);
    const message = await failure(training, [ndarray([1, 2, 3]), ndarray([4, 9, -16])]);
    expect(message).toMatch(
      /^the loss of step 2 is NaN \(first in step 2, root: sqrt of a negative number, given float32\[3\] from -16 to 8\.96\): try a smaller learning rate than 0\.1 /,
    );
  });

  it("names an op of the gradient, of the step before, whose own loss was finite", async () => {
    const training = await compile(new RootNet(), [2]);
    const message = await failure(training, [ndarray([0, 1]), ndarray([2, 3])]);
    expect(message).toMatch(
      /^the loss of step 2 is (NaN|-?Infinity) \(first in step 1, the gradient of root: division by zero, given /,
    );
  });

  // The reference takes seconds for so many numbers.
  it.runIf(name === "onnxruntime")(
    "names what was not finite before the step, where but one large state is kept",
    async () => {
      const training = await compile(new LargeNet(), [2]);
      const message = await failure(training, [ndarray([0, 1]), ndarray([2, 3])]);
      expect(message).toContain('(first in step 2, "root.shift" was not finite before the step: float32');
    },
  );

  it("finds what no loss shows in the state after the last step", async () => {
    const training = await compile(new RootNet(), [2]);
    await training.step({ x: ndarray([0, 1]) });
    await expect(training.checkFinite(await training.state.read())).rejects.toThrow(
      /^"root.shift" is not finite after step 1 \(first in step 1, the gradient of root: division by zero, /,
    );
  });

  it("names an array of the batch", async () => {
    const training = await compile(new RootNet(), [3]);
    const message = await failure(training, [ndarray([1, Number.NaN, 3])]);
    expect(message).toContain('(first in step 1, the input "x" is float32[3] from 1 to 3, 1 of 3 NaN)');
  });

  it("recognises a label that is no class", async () => {
    const training = await compileTrainStep({
      model: new Linear(2, 3),
      loss: (model, { x, y }) => crossEntropy(model.forward(x), y),
      optimizer: sgd({ learningRate: 0.1 }),
      types: { x: float32(2, 2), y: int32(2) },
      backend: backends[name]!,
    });
    const batch = { x: ndarray([1, 2, 3, 4], [2, 2]), y: ndarray([0, 7], [2], "int32") };
    await expect(training.step(batch)).rejects.toThrow(
      "(first in step 1, the loss: a bad input, such as a label that is no class, gives NaN, given ",
    );
  });

  it("draws the random numbers of the step again", async () => {
    class Thinned extends Block {
      readonly root = new Root();
      readonly dropout = new Dropout(0.01);
      forward(x: Tensor): Tensor {
        return log(this.dropout.forward(this.root.forward(x)));
      }
    }
    // A value is dropped in one of about five steps: other numbers would show nothing in the replay.
    const training = await compile(new Thinned(), [20], 0);
    const message = await failure(
      training,
      Array.from({ length: 60 }, () => ndarray(new Float32Array(20).fill(4))),
    );
    expect(message).toMatch(
      /^the loss of step \d+ is -Infinity \(first in step \d+, the loss: log of zero, given float32\[20\] from 0 to 2\.\d+\)/,
    );
  });

  it("does not blame the infinity of a mask", async () => {
    class Masked extends Block {
      readonly root = new Root();
      forward(x: Tensor): Tensor {
        const weights = softmax(where(less(x, 2), x, -Infinity), { axis: 0 });
        return this.root.forward(sub(mul(weights, x), 1));
      }
    }
    const message = await failure(await compile(new Masked(), [3]), [ndarray([0.5, 1, 3])]);
    expect(message).toContain("root: sqrt of a negative number");
  });
});

describe("on ONNX Runtime, whose numbers end at 3.4e38", () => {
  it("names the update that overflows, and its parameter", async () => {
    class Scale extends Block {
      readonly weight = new Parameter([2], constant(1));
      forward(x: Tensor): Tensor {
        return mul(x, this.weight);
      }
    }
    const training = await compileTrainStep({
      model: { scale: new Scale() },
      loss: ({ scale }, { x }) => reduceMean(scale.forward(x)),
      optimizer: sgd({ learningRate: 1e30 }),
      types: { x: float32(2) },
      backend: backends["onnxruntime"]!,
    });
    const message = await failure(training, [ndarray([1e20, 1]), ndarray([1, 1])]);
    expect(message).toMatch(/first in step 1, the update of scale\.weight: mul overflows float32, given /);
  });

  it("names the block inside a network whose layers have operators of their own", async () => {
    class Net extends Block {
      readonly conv = new Conv2d(1, 2, 3, { bias: false });
      readonly bn = new BatchNorm2d(2);
      forward(x: Tensor): Tensor {
        return this.bn.forward(this.conv.forward(x));
      }
    }
    const training = await compileTrainStep({
      model: new Net(),
      loss: (model, { x }) => reduceMean(mul(model.forward(x), 2)),
      optimizer: sgd({ learningRate: 0.1 }),
      types: { x: float32(2, 1, 5, 5) },
      backend: backends["onnxruntime"]!,
    });
    const large = Float32Array.from({ length: 50 }, (_, index) => 1e30 * Math.sin(index));
    // The output is divided by an infinite deviation, so that the loss is 0; the running variance is lost.
    await training.step({ x: ndarray(large, [2, 1, 5, 5]) });
    await expect(training.checkFinite(await training.state.read())).rejects.toThrow(
      /^"bn\.running_var" is not finite after step 1 \(first in step 1, bn\/batchNorm\w*: \w+ overflows float32, given /,
    );
  });
});

it("says less where a backend cannot keep the state", async () => {
  const reference = referenceBackend();
  const forgetful: Backend = {
    ...reference,
    async compile(...args) {
      const executable = await reference.compile(...args);
      const { names, read, write } = executable.state;
      const state = { names, read: read.bind(executable.state), write: write.bind(executable.state) };
      return { run: executable.run.bind(executable), state, report: () => executable.report(), dispose: () => {} };
    },
  };
  const model = new RootNet();
  const options = { model, loss: mean, optimizer: sgd({ learningRate: 0.1 }), types: { x: float32(1) } };
  const training = await compileTrainStep({ ...options, backend: forgetful });
  expect(await failure(training, [ndarray([-1])])).toMatch(/^the loss of step 1 is NaN: try a smaller learning rate/);
});

describe("the checkpoint of a run that failed", () => {
  const run = (
    values: readonly number[],
    to: CheckpointStore,
    { resume = false, everySteps = 2, learningRate = 1e-3 } = {},
  ) =>
    fit(new RootNet(), {
      data: batched(arrayDataset({ name: "steps", arrays: { x: ndarray(values) } }), {
        batchSize: 1,
        sampling: "sequential",
      }),
      loss: mean,
      optimizer: sgd({ learningRate }),
      backend: referenceBackend(),
      checkpoint: { to, everySteps },
      epochs: 1,
      resume,
    });

  it("is the last good one", async () => {
    const to = memoryCheckpoints();
    await expect(run([1, 2, 3, 4, -5, 6], to)).rejects.toThrow("(first in step 5, root: sqrt of a negative number");
    await expect(run([1, 2, 3, 4, -5, 6], to)).rejects.toThrow("stopped after step 4 of 6");
    const saved = await to.read();
    await expect(run([1, 2, 3, 4, -5, 6], to, { resume: true })).rejects.toThrow(
      "(first in step 5, root: sqrt of a negative",
    );
    expect(await to.read()).toEqual(saved);
  });

  it("is not replaced by a state that a step has spoilt", async () => {
    const to = memoryCheckpoints();
    // The loss of step 2 is 0, its gradient is not finite, and a checkpoint is due.
    const often = { everySteps: 1, learningRate: 0 };
    await expect(run([1, 0, 3], to, often)).rejects.toThrow(
      '"root.shift" is not finite after step 2 (first in step 2, the gradient of root: division by zero',
    );
    await expect(run([1, 0, 3], to, often)).rejects.toThrow("stopped after step 1 of 3");
  });
});

import {
  AveragePool2d,
  BatchNorm2d,
  Block,
  Conv2d,
  Dropout,
  float32,
  globalAveragePool,
  int32,
  Linear,
  LSTM,
  MaxPool2d,
  ndarray,
  RandomStream,
  referenceBackend,
  relu,
  reshape,
  Sequential,
  sizeOf,
  tanh,
  type Backend,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import { adam, compileTrainStep, crossEntropy, sgd, type UpdateRule } from "@blockzoo/train";
import { afterAll, beforeAll, test } from "vitest";
import { expectClose } from "../tolerance.js";

type Net = Block & { forward(x: Tensor): Tensor };

interface Training {
  readonly create: () => Net;
  readonly shape: readonly number[];
  readonly optimizer: UpdateRule;
}

const flatten = (x: Tensor) => reshape(x, [x.shape[0]!, -1]);

/** LeCun et al. 1998, section II.B, without its sparse connections and its RBF layer. */
function lenet5(): Net {
  return new Sequential(
    new Conv2d(1, 6, 5),
    tanh,
    new AveragePool2d(2),
    new Conv2d(6, 16, 5),
    tanh,
    new AveragePool2d(2),
    new Conv2d(16, 120, 5),
    tanh,
    flatten,
    new Linear(120, 84),
    tanh,
    new Linear(84, 10),
  );
}

/** What LeNet has not: statistics of the batch, random masks, overlapping maxima, strides, groups. */
function normalizedNet(): Net {
  return new Sequential(
    new Conv2d(3, 8, 3, { padding: 1, bias: false }),
    new BatchNorm2d(8),
    relu,
    new MaxPool2d(3, { stride: 2, padding: 1 }),
    new Conv2d(8, 16, 3, { stride: 2, padding: 1, groups: 2 }),
    new BatchNorm2d(16),
    relu,
    new Dropout(0.3),
    (x: Tensor) => globalAveragePool(x),
    new Linear(16, 10),
  );
}

class RecurrentNet extends Block {
  readonly lstm = new LSTM(4, 12);
  readonly head = new Linear(12, 10);

  forward(x: Tensor): Tensor {
    return this.head.forward(this.lstm.forward(x).state.h);
  }
}

const trainings: Readonly<Record<string, Training>> = {
  "LeNet-5": { create: lenet5, shape: [8, 1, 32, 32], optimizer: adam({ learningRate: 1e-3 }) },
  "batch norm and dropout": {
    create: normalizedNet,
    shape: [8, 3, 12, 12],
    optimizer: sgd({ learningRate: 0.05, momentum: 0.9, weightDecay: 1e-4 }),
  },
  "a recurrent net": { create: () => new RecurrentNet(), shape: [7, 8, 4], optimizer: adam({ learningRate: 1e-2 }) },
};

const batch = 8;

function drawBatch(shape: readonly number[], step: number): Record<"x" | "y", NDArray> {
  const x = new RandomStream(4, "x", step).fillUniform(new Float32Array(sizeOf(shape)), -1, 1);
  const labels = new RandomStream(4, "y", step);
  return {
    x: ndarray(x, shape),
    y: ndarray(
      Int32Array.from({ length: batch }, () => labels.integer(10)),
      [batch],
    ),
  };
}

async function losses({ create, shape, optimizer }: Training, backend: Backend): Promise<NDArray> {
  const training = await compileTrainStep({
    model: create(),
    loss: (model, { x, y }) => crossEntropy(model.forward(x), y),
    optimizer,
    types: { x: float32(...shape), y: int32(batch) },
    backend,
    seed: 6,
  });
  const found: number[] = [];
  for (let step = 0; step < 10; step++) found.push((await training.step(drawBatch(shape, step))).loss);
  training.dispose();
  return ndarray(found);
}

/** Trains small nets for ten steps on a backend; their losses are those of the reference from the same seed. */
export function describeTraining(open: () => Promise<Backend>): void {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.dispose());
  test.each(Object.entries(trainings))("ten steps of %s", { timeout: 120_000 }, async (name, training) => {
    const [found, expected] = [await losses(training, backend), await losses(training, referenceBackend())];
    expectClose(found, expected, "training", `losses of ${name} on ${backend.name}`);
  });
}

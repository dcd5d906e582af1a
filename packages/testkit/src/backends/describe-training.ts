import {
  add,
  AveragePool2d,
  BatchNorm2d,
  Block,
  constant,
  Conv2d,
  currentBuilder,
  difference,
  Dropout,
  float32,
  globalAveragePool,
  gradients,
  Linear,
  logSoftmax,
  LSTM,
  MaxPool2d,
  mul,
  ndarray,
  neg,
  RandomStream,
  recompute,
  reduceMean,
  reduceSum,
  referenceBackend,
  relu,
  reshape,
  Sequential,
  sizeOf,
  sub,
  tanh,
  tolerances,
  trace,
  trainableParameters,
  type Backend,
  type Graph,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectClose } from "../tolerance.js";

type Net = Block & { forward(x: Tensor): Tensor };

interface Training {
  readonly create: () => Net;
  readonly shape: readonly number[];
  readonly learningRate: number;
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
function normalizedNet() {
  return new Sequential(
    new Sequential(
      new Conv2d(3, 8, 3, { padding: 1, bias: false }),
      new BatchNorm2d(8),
      relu,
      new MaxPool2d(3, { stride: 2, padding: 1 }),
    ),
    new Sequential(
      new Conv2d(8, 16, 3, { stride: 2, padding: 1, groups: 2 }),
      new BatchNorm2d(16),
      relu,
      new Dropout(0.3),
    ),
    (x: Tensor) => globalAveragePool(x),
    new Linear(16, 10),
  );
}

class RecurrentNet extends Block {
  readonly lstm = new LSTM(4, 12);
  readonly head = new Linear(12, 10);

  forward(x: Tensor): Tensor {
    return this.head.forward(this.lstm.forward(x).last);
  }
}

const trainings: Readonly<Record<string, Training>> = {
  "LeNet-5": { create: lenet5, shape: [8, 1, 32, 32], learningRate: 0.1 },
  "batch norm and dropout": {
    create: normalizedNet,
    shape: [8, 3, 12, 12],
    learningRate: 0.05,
  },
  "a recurrent net": { create: () => new RecurrentNet(), shape: [7, 8, 4], learningRate: 0.5 },
};

const batch = 8;
const classes = 10;
const momentum = 0.9;

const oneHot = (label: number) => Array.from({ length: classes }, (_, index) => Number(index === label));

/** A whole training step as one graph: cross-entropy, its gradients, and gradient descent with momentum, whose slots are state too. */
function traceStep(model: Net, { shape, learningRate }: Training): Graph {
  return trace(
    ({ x, y }) => {
      const loss = neg(reduceMean(reduceSum(mul(logSoftmax(model.forward(x)), y), { axes: [1] })));
      const parameters = [...trainableParameters(model)];
      const found = gradients(
        loss,
        parameters.map(([, parameter]) => parameter),
      );
      parameters.forEach(([name, parameter], index) => {
        const builder = currentBuilder("momentum");
        const slot = `momentum.${name}`;
        const last = builder.readState(slot, "slot", { dtype: "float32", shape: parameter.shape }, constant(0));
        const direction = add(mul(last, momentum), found[index]!);
        builder.writeState(slot, direction);
        parameter.update(sub(parameter, mul(direction, learningRate)));
      });
      return { loss };
    },
    { x: float32(...shape), y: float32(batch, classes) },
    { mode: "train", model },
  );
}

function drawBatch(shape: readonly number[], step: number): Record<"x" | "y", NDArray> {
  const x = new RandomStream(4, "x", step).fillUniform(new Float32Array(sizeOf(shape)), -1, 1);
  const labels = new RandomStream(4, "y", step);
  return {
    x: ndarray(x, shape),
    // One-hot.
    y: ndarray(Float32Array.from(Array.from({ length: batch }, () => oneHot(labels.integer(classes))).flat()), [
      batch,
      classes,
    ]),
  };
}

async function losses(training: Training, backend: Backend): Promise<NDArray> {
  const executable = await backend.compile(traceStep(training.create(), training), { seed: 6 });
  const found: number[] = [];
  for (let step = 0; step < 10; step++) {
    const { outputs } = await executable.run(drawBatch(training.shape, step), { step });
    found.push(outputs["loss"]!.data[0]!);
  }
  executable.dispose();
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
  test("blocks that are computed again change no loss", { timeout: 120_000 }, async () => {
    const training = trainings["batch norm and dropout"]!;
    const again = { ...training, create: () => recompute(normalizedNet(), "0", "1") };
    const [found, expected] = [await losses(again, backend), await losses(training, backend)];
    // A compiler of shaders rounds what it fuses in its own way; elsewhere not a bit differs.
    const allowed = backend.capabilities.device.startsWith("webg") ? tolerances.training : 0;
    expect(difference(found, expected)).toBeLessThanOrEqual(allowed);
  });
}

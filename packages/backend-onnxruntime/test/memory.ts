import {
  add,
  BatchNorm2d,
  Conv2d,
  float32,
  globalAveragePool,
  gradients,
  Linear,
  mul,
  ndarray,
  RandomStream,
  reduceMean,
  relu,
  Sequential,
  sub,
  trace,
  trainableParameters,
  sizeOf,
  type Feeds,
  type Graph,
  type Tensor,
} from "@blockzoo/core";

const net = new Sequential(
  new Conv2d(3, 16, 3, { padding: 1 }),
  new BatchNorm2d(16),
  relu,
  (x: Tensor) => globalAveragePool(x),
  new Linear(16, 10),
);

/** A step with gradients, updates and statistics of the batch, so that all that is there to be leaked is made anew in it. */
export function trainingStep(batch: number): Graph {
  return trace(
    ({ x, y }) => {
      const parameters = [...trainableParameters(net).values()];
      const reads = parameters.map((parameter) => parameter.read());
      const error = sub(net.forward(x), y);
      const loss = reduceMean(mul(error, error));
      gradients(loss, reads).forEach((gradient, index) => {
        parameters[index]!.update(add(reads[index]!, mul(gradient, -0.1)));
      });
      return { loss };
    },
    { x: float32(batch, 3, 32, 32), y: float32(batch, 10) },
    { model: net, mode: "train" },
  );
}

export function feedsOf(batch: number): Feeds {
  const draw = (name: string, ...shape: number[]) =>
    ndarray(new RandomStream(1, name).fillUniform(new Float32Array(sizeOf(shape)), -1, 1), shape);
  return { x: draw("x", batch, 3, 32, 32), y: draw("y", batch, 10) };
}

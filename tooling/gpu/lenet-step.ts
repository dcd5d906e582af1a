import {
  AveragePool2d,
  Conv2d,
  float32,
  int32,
  Linear,
  ndarray,
  RandomStream,
  reshape,
  Sequential,
  tanh,
  type Backend,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import { adam, compileTrainStep, crossEntropy } from "@blockzoo/train";

const batch = 32;

/** LeNet-5 of 1998 without its sparse connections and its RBF layer, trained by Adam on noise. */
export function compileLeNetStep(backend: Backend) {
  const flatten = (x: Tensor) => reshape(x, [x.shape[0]!, -1]);
  const model = new Sequential(
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
  return compileTrainStep({
    model,
    loss: (net, { x, y }) => crossEntropy(net.forward(x), y),
    optimizer: adam({ learningRate: 1e-3 }),
    types: { x: float32(batch, 1, 32, 32), y: int32(batch) },
    backend,
    seed: 6,
  });
}

export function leNetBatch(step: number): Record<"x" | "y", NDArray> {
  const x = new RandomStream(4, "x", step).fillUniform(new Float32Array(batch * 1024), -1, 1);
  const labels = new RandomStream(4, "y", step);
  const y = Int32Array.from({ length: batch }, () => labels.integer(10));
  return { x: ndarray(x, [batch, 1, 32, 32]), y: ndarray(y, [batch]) };
}

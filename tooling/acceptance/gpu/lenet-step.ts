import { float32, int32, ndarray, RandomStream, type Backend, type NDArray } from "@blockzoo/core";
import { LeNet5Modern } from "@blockzoo/lenet";
import { adam, compileTrainStep, crossEntropy } from "@blockzoo/train";

const batch = 32;

/** LeNet-5 in its modern form, trained by Adam on noise. */
export function compileLeNetStep(backend: Backend) {
  return compileTrainStep({
    model: new LeNet5Modern(),
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

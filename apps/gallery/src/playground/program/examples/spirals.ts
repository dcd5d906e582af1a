// Two spirals that turn around each other: which of them is a point on? No straight line tells.
import { Block, float32, Linear, ndarray, RandomStream, tanh, type Tensor } from "@blockzoo/core";
import { arrayDataset, batched } from "@blockzoo/data";
import type { RecipeContext } from "@blockzoo/family";
import { adam, crossEntropy, fit } from "@blockzoo/train";

/** Points [N, 2] to logits [N, 2]. */
export default class Spirals extends Block {
  static readonly input = { point: float32("N", 2) };
  readonly hidden1 = new Linear(2, 16);
  readonly hidden2 = new Linear(16, 16);
  readonly out = new Linear(16, 2);

  forward(point: Tensor): Tensor {
    return point.pipe(this.hidden1, tanh, this.hidden2, tanh, this.out);
  }
}

function spirals(count: number, seed: number) {
  const random = new RandomStream(seed, "spirals");
  const points: number[] = [];
  const sides: number[] = [];
  for (let index = 0; index < count; index++) {
    const side = index % 2;
    const along = random.uniform(0.1, 1);
    const angle = 2 * Math.PI * along + Math.PI * side;
    points.push(along * Math.cos(angle) + random.normal(0, 0.02), along * Math.sin(angle) + random.normal(0, 0.02));
    sides.push(side);
  }
  return arrayDataset({
    name: "spirals",
    arrays: { x: ndarray(points, [count, 2]), y: ndarray(sides, [count], "int32") },
  });
}

/** How it learns. The page gives the backend; in a program of your own it is `await onnxruntime()`. */
export function train({ backend, onProgress }: RecipeContext) {
  return fit(new Spirals(), {
    data: batched(spirals(1000, 0), { batchSize: 50, seed: 1 }),
    loss: (net, { x, y }) => crossEntropy(net.forward(x), y),
    optimizer: adam({ learningRate: 0.02 }),
    steps: 600,
    validation: {
      data: batched(spirals(500, 1), { batchSize: 100, sampling: "sequential", remainder: "mask" }),
      everySteps: 100,
    },
    backend,
    onProgress,
  });
}

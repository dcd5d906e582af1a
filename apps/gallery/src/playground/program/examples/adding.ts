// The adding problem (Hochreiter & Schmidhuber 1997, section 5.4): of a sequence of numbers two are marked, one in each half. What is
// their sum? A plain RNN in the place of the LSTM forgets the first before the second comes: try it.
import { Block, float32, Linear, LSTM, ndarray, RandomStream, transpose, type Tensor } from "@blockzoo/core";
import { arrayDataset, batched } from "@blockzoo/data";
import type { RecipeContext } from "@blockzoo/family";
import { adam, fit, meanSquaredError } from "@blockzoo/train";

const steps = 30;

/** Numbers and marks [N, T, 2] to sums [N, 1]. */
export default class Adder extends Block {
  static readonly input = { sequence: float32("N", steps, 2) };
  readonly lstm = new LSTM(2, 32);
  readonly out = new Linear(32, 1);

  forward(sequence: Tensor): Tensor {
    const { last } = this.lstm.forward(transpose(sequence, [1, 0, 2]));
    return this.out.forward(last);
  }
}

function addingProblem(count: number, seed: number) {
  const random = new RandomStream(seed, "adding");
  const x = new Float32Array(count * steps * 2);
  const y = new Float32Array(count);
  for (let sample = 0; sample < count; sample++) {
    for (let step = 0; step < steps; step++) x[2 * (sample * steps + step)] = random.uniform();
    for (const half of [0, steps / 2]) {
      const marked = 2 * (sample * steps + half + random.integer(steps / 2));
      x[marked + 1] = 1;
      y[sample]! += x[marked]!;
    }
  }
  return arrayDataset({ name: "adding", arrays: { x: ndarray(x, [count, steps, 2]), y: ndarray(y, [count, 1]) } });
}

/** How it learns: to say the mean alone leaves a loss of 1/6. */
export function train({ backend, onProgress }: RecipeContext) {
  return fit(new Adder(), {
    data: batched(addingProblem(10_000, 0), { batchSize: 50, seed: 1 }),
    loss: (net, { x, y }) => meanSquaredError(net.forward(x), y),
    optimizer: adam({ learningRate: 0.01 }),
    clip: { globalNorm: 1 },
    steps: 600,
    backend,
    onProgress,
  });
}

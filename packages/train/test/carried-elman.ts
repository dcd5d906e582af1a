import { ndarray, RandomStream, referenceBackend, transpose, type RNN, type Tensor } from "@blockzoo/core";
import { arrayDataset, batched } from "@blockzoo/data";
import { meanSquaredError, sgd, type FitOptions } from "@blockzoo/train";

export const [batchSize, window, windows] = [2, 4, 5];
export const values = new RandomStream(0, "values").fillUniform(
  new Float32Array(batchSize * windows * window + 1),
  -1,
  1,
);

export const cut = (from: number, shape: readonly number[]) =>
  ndarray(values.slice(from, from + batchSize * windows * window), shape);

/** Each row of a batch goes on where it ended; y is what comes one step later. */
const data = arrayDataset({
  name: "values",
  arrays: { x: cut(0, [batchSize * windows, window, 1]), y: cut(1, [batchSize * windows, window, 1]) },
});
export const batches = batched(data, { batchSize, sampling: "contiguous" });

export interface Carried {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly h: Tensor;
}

export const weights = new Map(
  Object.entries({ weight_ih_l0: 0.8, weight_hh_l0: 1.1, bias_ih_l0: 0.1, bias_hh_l0: -0.2 }).map(([name, value]) => [
    name,
    ndarray(Float32Array.of(value), name.startsWith("weight") ? [1, 1] : [1]),
  ]),
);

/** Shows at each step of [N, T, 1] what the net shows, and hands its state on. */
export function run(net: RNN, x: Tensor, h: Tensor) {
  const { output, state } = net.forward(transpose(x, [1, 0, 2]), { initial: h });
  return { shown: transpose(output, [1, 0, 2]), h: state };
}

export const learningRate = 0.5;
/** One epoch of an Elman net of one unit. */
export const options: FitOptions<RNN, Carried> & { readonly steps: number } = {
  data: batches,
  carry: { h: [1, batchSize, 1] },
  loss: (net, { x, y, h }) => {
    const { shown, ...state } = run(net, x, h);
    return { loss: meanSquaredError(shown, y), ...state };
  },
  optimizer: sgd({ learningRate }),
  steps: windows,
  backend: referenceBackend(),
  weights,
};

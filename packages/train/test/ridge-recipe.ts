import { Block, BlockzooError, initialize, Linear, ndarray, tanh, type NDArray, type Tensor } from "@blockzoo/core";
import { batched, everything, moons, type Dataset } from "@blockzoo/data";
import {
  evaluateModel,
  learnInSteps,
  recipe,
  type LearnContext,
  type RecipeDatasets,
  type RecipeOptions,
} from "@blockzoo/train";

const features = 64;
/** λ: what is added to the squares, so that features which say the same do not get large weights of opposite signs. */
const ridge = 1e-3;
const rowsAtOnce = 100;
const noise = 0.1;
const count = 500;

/** Random features that stay as they are, and a linear readout of them: all that is learned. */
export class Readout extends Block {
  readonly hidden = new Linear(2, features);
  readonly readout = new Linear(features, 2);

  features(x: Tensor): Tensor {
    return tanh(this.hidden.forward(x));
  }

  forward(x: Tensor): Tensor {
    return this.readout.forward(this.features(x));
  }
}

const sequential = (data: Dataset) => batched(data, { batchSize: rowsAtOnce, sampling: "sequential" });

/**
 * Ridge regression on ±1 for the right class and the wrong one: sums over batches, then one solution in closed form.
 *
 * A. E. Hoerl, R. W. Kennard, "Ridge Regression: Biased Estimation for Nonorthogonal Problems", 1970.
 */
export const readoutOptions: RecipeOptions<RecipeDatasets> = {
  id: "readout.moons",
  variant: "readout",
  claim: "A linear readout of random features, solved for at once, separates the two moons.",
  gate: { metric: "accuracy", atLeast: 0.98 },
  settings: { data: "moons", count, noise, features, ridge, learned: "in closed form" },
  data: async ({ trainSeed, testSeed }) => ({
    train: moons({ count, noise, seed: trainSeed }),
    test: moons({ count, noise, seed: testSeed }),
  }),
  learn,
  measure: async (weights, { test }, { backend, signal }) => {
    const { metrics } = await evaluateModel(new Readout(), { data: sequential(test), weights, backend, signal });
    return { metrics };
  },
};

export const readoutMoons = recipe(readoutOptions);

async function learn({ train }: RecipeDatasets, context: LearnContext) {
  const { backend, seeds } = context;
  const model = new Readout();
  const weights = initialize(model, { seed: seeds.weightsSeed });
  const { outputs } = await evaluateModel(model, {
    data: sequential(train),
    backend,
    weights,
    forward: (own, { x }) => ({ features: own.features(x) }),
    metrics: {},
  });
  const labels = everything(train)["y"]!.data;
  const rows = rowsOf(outputs["features"]!);
  const width = features + 1;
  const { state, ...rest } = await learnInSteps(context, {
    steps: train.size / rowsAtOnce,
    start: () =>
      new Map([
        ["squares", ndarray(new Float32Array(width * width), [width, width])],
        ["products", ndarray(new Float32Array(width * 2), [width, 2])],
      ]),
    step: (sums, step) => {
      const [squares, products] = ["squares", "products"].map((name) => sums.get(name)!.data.slice());
      for (let sample = step * rowsAtOnce; sample < (step + 1) * rowsAtOnce; sample++) {
        const row = rows[sample]!;
        for (let i = 0; i < width; i++) {
          for (let j = 0; j < width; j++) squares![i * width + j]! += row[i]! * row[j]!;
          for (let k = 0; k < 2; k++) products![2 * i + k]! += row[i]! * (labels[sample] === k ? 1 : -1);
        }
      }
      const state = new Map([
        ["squares", ndarray(squares as Float32Array, [width, width])],
        ["products", ndarray(products as Float32Array, [width, 2])],
      ]);
      return { state };
    },
  });
  const solution = solved(state.get("squares")!, state.get("products")!);
  const readout = Array.from({ length: 2 }, (_, k) => solution[k]!.subarray(0, features));
  const learned = new Map(weights)
    .set("readout.weight", ndarray(Float32Array.from(readout.flatMap((row) => [...row])), [2, features]))
    .set("readout.bias", ndarray(Float32Array.from(solution, (column) => column[features]!)));
  return { weights: learned, ...rest };
}

/** The rows of a matrix, each with a 1 behind it, which stands for the bias. */
function rowsOf({ data, shape }: NDArray): Float64Array[] {
  const [count = 0, columns = 0] = shape;
  return Array.from({ length: count }, (_, row) =>
    Float64Array.from([...data.subarray(row * columns, (row + 1) * columns), 1]),
  );
}

/** The columns of `(A + λ I)⁻¹ B`, by Cholesky's factors of the symmetric, positive definite matrix: `L Lᵀ`. */
export function solved({ data: a, shape }: NDArray, { data: b, shape: [, columns = 0] }: NDArray): Float64Array[] {
  const size = shape[0]!;
  const factor = new Float64Array(size * size);
  const l = (i: number, j: number) => factor[i * size + j]!;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i * size + j]! + (i === j ? ridge : 0);
      for (let k = 0; k < j; k++) rest -= l(i, k) * l(j, k);
      if (i === j && rest <= 0) throw new BlockzooError("the matrix is not positive definite: give a larger ridge");
      factor[i * size + j] = i === j ? Math.sqrt(rest) : rest / l(j, j);
    }
  }
  return Array.from({ length: columns }, (_, column) => {
    const x = Float64Array.from({ length: size }, (_value, i) => b[i * columns + column]!);
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < i; k++) x[i]! -= l(i, k) * x[k]!;
      x[i]! /= l(i, i);
    }
    for (let i = size - 1; i >= 0; i--) {
      for (let k = i + 1; k < size; k++) x[i]! -= l(k, i) * x[k]!;
      x[i]! /= l(i, i);
    }
    return x;
  });
}

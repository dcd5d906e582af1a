// One process of the same training step on tfjs-cpu: tsx tfjs.ts PROBLEM THREADS WARM_UP STEPS
import * as tf from "@tensorflow/tfjs";
import type { NDArray } from "@blockzoo/core";
import { readProblem } from "../problem-files.js";
import type { Problem } from "../problem.js";
import { runSteps } from "./run-steps.js";
import type { Contender } from "./steps.js";
import { losses, type Named } from "./tfjs-networks.js";

await runSteps(async (path) => {
  const problem = readProblem(path);
  if (!(await tf.setBackend("cpu"))) throw new Error("tfjs has no cpu backend");
  return async () => prepare(problem);
});

function prepare(problem: Problem): Contender {
  const variables = variablesOf(problem);
  const trained = Object.values(variables);
  const optimizer = optimizerOf(problem);
  const y = tensorOf(problem.batch["y"]!);
  const read = tensorOf(problem.batch["x"]!);
  const x = problem.workload === "lstm" ? read : channelsLast(read as tf.Tensor4D);
  const loss = losses[problem.workload];
  if (loss === undefined) throw new Error(`${problem.workload} was not written for tfjs`);
  return {
    runtime: `tfjs ${tf.version.tfjs}`,
    step: async () =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(() => loss(variables, x, y), trained);
        optimizer.applyGradients(clipped(grads, problem.clipNorm));
        return [value.dataSync()[0]!];
      }),
  };
}

type Gradients = Readonly<Record<string, tf.Tensor>>;

function tensorOf({ dtype, shape, data }: NDArray): tf.Tensor {
  const values = dtype === "float32" ? Float32Array.from(data) : Int32Array.from(data);
  return tf.tensor(values, [...shape], dtype === "float32" ? "float32" : "int32");
}

/** tfjs computes in NHWC with kernels HWIO; a layout of its own would be an unfair handicap. */
function channelsLast(x: tf.Tensor4D): tf.Tensor4D {
  return tf.transpose(x, [0, 2, 3, 1]);
}

function variablesOf({ weights, workload }: Problem): Named {
  if (weights === undefined) throw new Error(`${workload} gives no first weights, and tfjs draws none here`);
  return Object.fromEntries(
    [...weights].map(([name, value]) => {
      const tensor = tensorOf(value);
      const own = tensor.rank === 4 ? tf.transpose(tensor, [2, 3, 1, 0]) : tensor;
      return [name, tf.variable(own, true, name)];
    }),
  );
}

/** The networks that are written for tfjs are trained by Adam. */
function optimizerOf({ optimizer: { rule, learningRate } }: Problem): tf.Optimizer {
  if (rule !== "adam") throw new Error(`${rule} was not written for tfjs`);
  return tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
}

function clipped(gradients: Gradients, limit: number | null): Record<string, tf.Tensor> {
  if (limit === null) return { ...gradients };
  const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(tf.addN(squares));
  const factor = tf.minimum(tf.div(limit, tf.add(norm, 1e-6)), 1);
  return mapped(gradients, (gradient) => tf.mul(gradient, factor));
}

function mapped(gradients: Gradients, change: (gradient: tf.Tensor, name: string) => tf.Tensor) {
  return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, change(gradient, name)]));
}

// One process of the training step of LeNet-5 in jax-js on WebAssembly: tsx jax.ts PROBLEM THREADS WARM_UP STEPS
import { readFileSync } from "node:fs";
import { defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad, type Array } from "@jax-js/jax";
import type { NDArray } from "@blockzoo/core";
import { readProblem } from "../problem-files.js";
import type { Problem } from "../problem.js";
import { runSteps } from "./run-steps.js";
import type { Contender } from "./steps.js";

type Named = Record<string, Array>;

// Its package.json is no entry of its own.
const manifest = new URL("../package.json", import.meta.resolve("@jax-js/jax"));
const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string };

await runSteps(async (path) => {
  const problem = readProblem(path);
  if (problem.workload !== "lenet5") throw new Error(`${problem.workload} was not written for jax-js`);
  await init("wasm");
  defaultDevice("wasm");
  return async () => prepare(problem);
});

/** The parameters, and Adam's running means of their gradients and of the squares of these. */
interface State extends Record<string, Named> {
  readonly own: Named;
  readonly means: Named;
  readonly squares: Named;
}

function prepare({ weights, batch, optimizer }: Problem): Contender {
  const named = (value: (array: NDArray) => Array): Named =>
    Object.fromEntries([...weights!].map(([name, array]) => [name, value(array)]));
  const zeros = () => named(({ shape }) => np.zeros([...shape]));
  let state: State = { own: named(arrayOf), means: zeros(), squares: zeros() };
  const [x, y] = [arrayOf(batch["x"]!), nn.oneHot(arrayOf(batch["y"]!), 10)];
  const compiled = jit(stepOf);
  let count = 0;
  return {
    runtime: `jax-js ${version}`,
    async step() {
      count++;
      // Adam with the corrections of its biases in the rate (Kingma & Ba 2015, end of section 2).
      const rate = (optimizer.learningRate * Math.sqrt(1 - 0.999 ** count)) / (1 - 0.9 ** count);
      const { loss, next } = compiled(state, np.array(rate), x.ref, y.ref);
      state = next;
      const [value] = await loss.data();
      return [Number(value)];
    },
  };
}

/** An array is given away where it is used for the last time; `ref` keeps it. */
function stepOf({ own, means, squares }: State, rate: Array, x: Array, target: Array): { loss: Array; next: State } {
  const held = Object.fromEntries(Object.entries(own).map(([name, value]) => [name, value.ref]));
  const [loss, gradients] = valueAndGrad(lossOf)(held, x, target) as [Array, Named];
  const next: State = { own: {}, means: {}, squares: {} };
  for (const [name, value] of Object.entries(own)) {
    const gradient = gradients[name]!;
    const mean = means[name]!.mul(0.9).add(gradient.ref.mul(0.1));
    const square = squares[name]!.mul(0.999).add(gradient.ref.mul(gradient).mul(0.001));
    next.means[name] = mean.ref;
    next.squares[name] = square.ref;
    next.own[name] = value.sub(mean.mul(rate.ref).div(np.sqrt(square).add(1e-8)));
  }
  rate.dispose();
  return { loss, next };
}

function arrayOf({ dtype, shape, data }: NDArray): Array {
  const values = dtype === "float32" ? Float32Array.from(data) : Int32Array.from(data);
  return np.array(values, { shape: [...shape] });
}

function lossOf(weights: Named, x: Array, target: Array): Array {
  const of = (name: string) => weights[name]!;
  const stage = (name: string, maps: Array) => {
    const bias = of(`${name}.bias`);
    const sum = lax.conv(maps, of(`${name}.weight`), [1, 1], "VALID").add(bias.reshape([1, bias.shape[0]!, 1, 1]));
    return lax.reduceWindow(np.tanh(sum), np.mean, [2, 2], [2, 2]);
  };
  const linear = (name: string, input: Array) =>
    np.matmul(input, of(`${name}.weight`).transpose()).add(of(`${name}.bias`));
  const batch = x.shape[0]!;
  const maps = stage("conv2", stage("conv1", x)).reshape([batch, -1]);
  const logits = linear("fc3", np.tanh(linear("fc2", np.tanh(linear("fc1", maps)))));
  return np.sum(nn.logSoftmax(logits).mul(target)).mul(-1 / batch);
}

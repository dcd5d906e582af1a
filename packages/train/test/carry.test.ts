// What is carried from batch to batch, for an Elman net of one unit of which everything can be said by hand.
import { initialize, LSTM, referenceBackend, RNN, stack, transpose, type Tensor } from "@blockzoo/core";
import { arrayDataset, batched } from "@blockzoo/data";
import {
  evaluateModel,
  fit,
  meanSquaredError,
  memoryCheckpoints,
  sgd,
  type CheckpointStore,
  type FitOptions,
} from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import {
  batches,
  batchSize,
  cut,
  learningRate,
  options,
  run,
  values,
  weights,
  window,
  windows,
  type Carried,
} from "./carried-elman.js";
import { expectClose } from "./support.js";

/** Truncated backpropagation through time, derived and written out for one unit. */
function byHand(steps: number) {
  let { w, u, a, b } = { w: Math.fround(0.8), u: Math.fround(1.1), a: Math.fround(0.1), b: Math.fround(-0.2) };
  let state = new Array<number>(batchSize).fill(0);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    if (step % windows === 0) state = state.map(() => 0);
    const gradient = { w: 0, u: 0, bias: 0 };
    let loss = 0;
    state = state.map((before, row) => {
      const start = (row * windows + (step % windows)) * window;
      const shown = [before];
      for (let t = 0; t < window; t++) shown.push(Math.tanh(w * values[start + t]! + u * shown[t]! + a + b));
      let later = 0;
      for (let t = window; t > 0; t--) {
        const error = shown[t]! - values[start + t]!;
        loss += error ** 2 / (batchSize * window);
        const inside = (1 - shown[t]! ** 2) * ((2 * error) / (batchSize * window) + later);
        gradient.w += inside * values[start + t - 1]!;
        gradient.u += inside * shown[t - 1]!;
        gradient.bias += inside;
        later = inside * u;
      }
      return shown[window]!;
    });
    losses.push(loss);
    [w, u] = [w - learningRate * gradient.w, u - learningRate * gradient.u];
    [a, b] = [a - learningRate * gradient.bias, b - learningRate * gradient.bias];
  }
  return { losses, weights: [w, u, a, b] };
}

const lossesOf = ({ history }: { readonly history: readonly { readonly loss: number }[] }) =>
  history.map(({ loss }) => loss);

describe("what is carried from batch to batch", () => {
  it("makes windows one long run: values", async () => {
    const net = new LSTM(1, 3, { layers: 2 });
    const forward = (x: Tensor, h?: Tensor, c?: Tensor) => {
      const { output, state } = net.forward(transpose(x, [1, 0, 2]), { initial: h && c && { h, c } });
      return { shown: transpose(output, [1, 0, 2]), ...state };
    };
    const whole = arrayDataset({ name: "whole", arrays: { x: cut(0, [batchSize, windows * window, 1]) } });
    const common = { backend: referenceBackend(), weights: initialize(net, { seed: 1 }), metrics: {} };
    const long = await evaluateModel<LSTM, Carried>(net, {
      ...common,
      data: batched(whole, { batchSize, sampling: "sequential" }),
      forward: (_, { x }) => ({ shown: forward(x).shown }),
    });
    const carried = await evaluateModel<LSTM, Carried & { c: Tensor }>(net, {
      ...common,
      data: batches,
      carry: { h: [2, batchSize, 3], c: [2, batchSize, 3] },
      forward: (_, { x, h, c }) => forward(x, h, c),
    });
    expect(Object.keys(carried.outputs)).toEqual(["shown"]);
    // The batches come one after the other: [window, row, step] against [row, window, step].
    const rows = Array.from({ length: batchSize }, (_, row) =>
      Array.from({ length: windows }, (__, each) => {
        const size = window * 3;
        const from = (each * batchSize + row) * size;
        return [...carried.outputs["shown"]!.data.subarray(from, from + size)];
      }).flat(),
    ).flat();
    expectClose(rows, long.outputs["shown"]!.data, 1e-6);
  });

  it("is truncated backpropagation through time: losses and weights of two epochs by hand", async () => {
    const found = await fit(new RNN(1, 1), { ...options, steps: 2 * windows });
    const expected = byHand(2 * windows);
    expectClose(lossesOf(found), expected.losses, 1e-6);
    const trained = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];
    expectClose(
      trained.map((name) => found.weights.get(name)!.data[0]!),
      expected.weights,
      1e-6,
    );
    // It is of consequence here: windows that begin from nothing give something else.
    const forgetful = await fit(new RNN(1, 1), {
      ...options,
      carry: {},
      loss: (net, { x, y }) => meanSquaredError(transpose(net.forward(transpose(x, [1, 0, 2])).output, [1, 0, 2]), y),
    });
    expect(Math.abs(lossesOf(forgetful)[1]! - expected.losses[1]!)).toBeGreaterThan(1e-3);
  });

  it("is 0 before the first batch of each epoch, and no weight", async () => {
    const still = { ...options, optimizer: sgd({ learningRate: 0 }), steps: 2 * windows };
    const found = await fit(new RNN(1, 1), still);
    const losses = lossesOf(found);
    expect(losses.slice(windows)).toEqual(losses.slice(0, windows));
    expect([...found.weights.keys()]).toEqual([...weights.keys()]);
  });

  it.each([1, 3, 5, 7])("is in the checkpoint: a run stopped after step %i goes on to the bit", async (steps) => {
    const start = (to: CheckpointStore, more: Partial<FitOptions<RNN, Carried>> = {}) =>
      fit<RNN, Carried>(new RNN(1, 1), {
        ...options,
        steps: 2 * windows,
        checkpoint: { to },
        ...more,
      } as FitOptions<RNN, Carried>);
    const whole = await start(memoryCheckpoints());
    const store = memoryCheckpoints();
    const stop = new AbortController();
    await start(store, { signal: stop.signal, onProgress: ({ step }) => step === steps && stop.abort() });
    expect(await start(store, { resume: true })).toEqual(whole);
  });

  it("is seen by validation too, from nothing on", async () => {
    const validation = {
      data: batches,
      carry: { h: [1, batchSize, 1] },
      forward: (net: RNN, { x, h }: Carried) => run(net, x, h),
      metrics: {
        last: ({ outputs }: { outputs: Readonly<Record<string, { data: ArrayLike<number> }>> }) =>
          outputs["shown"]!.data[outputs["shown"]!.data.length - 1]!,
      },
    };
    const { metrics, weights: trained } = await fit(new RNN(1, 1), { ...options, validation });
    const [w, u, a, b] = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"].map(
      (name) => trained.get(name)!.data[0]!,
    ) as [number, number, number, number];
    let h = 0;
    const row = values.subarray(windows * window, 2 * windows * window);
    for (const value of row) h = Math.tanh(w * value + u * h + a + b);
    expect(metrics["last"]).toBeCloseTo(h, 6);
  });

  it.each<[string, Partial<FitOptions<RNN, Carried>>, string]>([
    ["not returned", { loss: (net, { x, y, h }) => meanSquaredError(run(net, x, h).shown, y) }, 'must return "h"'],
    [
      "returned in another shape",
      { loss: (net, { x, y, h }) => ({ loss: meanSquaredError(run(net, x, h).shown, y), h: stack([h]) }) },
      'must return "h", which it carries, as float32[1,2,1], got float32[1,1,2,1]',
    ],
    ["called as an array of the batch", { carry: { x: [1, 2, 1] } }, '"x" is carried, and an array of the batch too'],
  ])("is refused where it is %s", async (_, wrong, message) => {
    const all = { ...options, ...wrong } as FitOptions<RNN, Carried>;
    await expect(fit(new RNN(1, 1), all)).rejects.toThrow(message);
  });
});

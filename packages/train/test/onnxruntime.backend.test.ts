import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { BatchNorm2d, Dropout, Linear, referenceBackend, Sequential, tanh, type Backend } from "@blockzoo/core";
import { adam, adamW, fit, memoryCheckpoints, rmsProp, sgd, type FitOptions, type UpdateRule } from "@blockzoo/train";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectClose, shortRun, testBatches } from "./support.js";

let backend: Backend;
beforeAll(async () => {
  backend = await onnxruntime();
});
afterAll(() => backend.dispose());

// No bias before the normalisation, which takes it out: its gradient is rounding noise, and Adam makes steps of noise.
const net = () =>
  new Sequential(new Linear(2, 8, { bias: false }), new BatchNorm2d(8), tanh, new Dropout(0.2), new Linear(8, 2));

function run(options: Partial<FitOptions<Sequential>>) {
  const validation = { data: testBatches, everySteps: 6 };
  return fit(net(), { ...shortRun(), validation, ...options } as FitOptions<Sequential>);
}

describe("training on ONNX Runtime", () => {
  it.each<[string, UpdateRule]>([
    ["sgd", sgd({ learningRate: 0.1, momentum: 0.9, dampening: 0.1, weightDecay: 0.01 })],
    ["sgd with Nesterov's momentum", sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true })],
    ["adam", adam({ learningRate: 0.03 })],
    ["adamW", adamW({ learningRate: 0.03 })],
    ["rmsProp", rmsProp({ momentum: 0.5 })],
    ["centred rmsProp", rmsProp({ centered: true, epsilon: 1e-4 })],
  ])("gives the numbers of the reference with %s", async (_, optimizer) => {
    const options = { optimizer, clip: { globalNorm: 1 }, ema: { decay: 0.5 } };
    const [found, expected] = [
      await run({ ...options, backend }),
      await run({ ...options, backend: referenceBackend() }),
    ];
    const losses = ({ history }: typeof found) => history.map(({ loss }) => loss);
    expectClose(losses(found), losses(expected), 1e-5);
    for (const [name, { data }] of found.weights) expectClose(data, expected.weights.get(name)!.data, 1e-4);
    expectClose(Object.values(found.metrics), Object.values(expected.metrics), 1e-4);
  });

  it.each([1, 5, 8])("resumes to the same bits after a stop at step %i", async (steps) => {
    const whole = await run({ backend });
    const stop = new AbortController();
    const checkpoint = { to: memoryCheckpoints() };
    const onProgress = ({ step }: { readonly step: number }) => step === steps && stop.abort();
    await run({ backend, checkpoint, signal: stop.signal, onProgress });
    expect(await run({ backend, checkpoint, resume: true })).toEqual(whole);
  });
});

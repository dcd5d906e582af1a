import { BatchNorm2d, Linear, referenceBackend, relu, Sequential } from "@blockzoo/core";
import { batched } from "@blockzoo/data";
import { evaluateModel, fit, sgd, type FitOptions } from "@blockzoo/train";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { dropoutNet, expectClose, shortRun, testBatches, train } from "./support.js";

describe("fit on the two moons", () => {
  const options: FitOptions<Sequential> = {
    ...shortRun(),
    data: batched(train, { batchSize: 20, seed: 1000 }),
    validation: { data: testBatches, everySteps: 100 },
    steps: 400,
  };

  it("reaches 98 % with a hidden layer", async () => {
    const model = new Sequential(new Linear(2, 16), relu, new Linear(16, 2));
    const { metrics, finished, history, weights } = await fit(model, options);
    expect(metrics["accuracy"]).toBeGreaterThanOrEqual(0.98);
    expect(finished).toBe(true);
    expect(history.map(({ step }) => step)).toEqual(Array.from({ length: 400 }, (_, index) => index + 1));
    expect(history.flatMap((point) => (point.metrics ? [point.step] : []))).toEqual([100, 200, 300, 400]);
    const again = await evaluateModel(model, { data: testBatches, backend: referenceBackend(), weights });
    expect(again.metrics).toEqual(metrics);
  });

  it("stays below 90 % without one", async () => {
    const { metrics } = await fit(new Sequential(new Linear(2, 2)), options);
    expect(metrics["accuracy"]).toBeLessThanOrEqual(0.9);
  });
});

describe("fit", () => {
  it("gives the same numbers for the same seed, and others for another", async () => {
    const losses = async (seed: number) =>
      (await fit(dropoutNet(), { ...shortRun(), seed })).history.map(({ loss }) => loss);
    const first = await losses(3);
    expect(await losses(3)).toEqual(first);
    expect(await losses(4)).not.toEqual(first);
  });

  it("takes epochs, a schedule and first weights, and reports each step", async () => {
    const { steps: _, ...options } = shortRun();
    const first = await fit(dropoutNet(), shortRun());
    const seen: number[] = [];
    const { history } = await fit(dropoutNet(), {
      ...options,
      epochs: 2,
      weights: first.weights,
      schedule: (step, total) => 1 - step / total,
      onProgress: ({ step, totalSteps }) => seen.push(step / totalSteps),
    });
    expect(seen).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(history.map(({ epoch }) => epoch)).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
    expect(history[5]!.learningRate).toBeCloseTo(0.015, 12);
    expect(history[0]!.loss).toBeLessThan(first.history[0]!.loss);
  });

  it("needs nothing that only a secure page has, where no checkpoint is asked for", async () => {
    vi.stubGlobal("crypto", {});
    onTestFinished(() => void vi.unstubAllGlobals());
    expect((await fit(dropoutNet(), shortRun())).finished).toBe(true);
  });

  it("stops early and gives the best weights", async () => {
    const model = dropoutNet();
    const { weights, metrics, history, finished } = await fit(model, {
      ...shortRun(),
      // A rate that grows until it spoils the net.
      optimizer: sgd({ learningRate: 0.5 }),
      schedule: (step) => (step < 20 ? 1 : 400),
      steps: 100,
      validation: { data: testBatches, everySteps: 5 },
      earlyStopping: { metric: "loss", patience: 3 },
    });
    expect(finished).toBe(true);
    expect(history.length).toBeLessThan(60);
    const validated = history.flatMap((point) => (point.metrics ? [point.metrics["loss"]!] : []));
    expect(metrics["loss"]).toBe(Math.min(...validated));
    expect(validated.slice(-3).every((loss) => loss > metrics["loss"]!)).toBe(true);
    const again = await evaluateModel(model, { data: testBatches, backend: referenceBackend(), weights });
    expect(again.metrics["loss"]).toBe(metrics["loss"]);
  });

  it("averages the parameters and leaves buffers as they are", async () => {
    const model = () => new Sequential(new Linear(2, 4), new BatchNorm2d(4), new Linear(4, 2));
    const run = (options: Partial<FitOptions<Sequential>>) =>
      fit(model(), { ...shortRun(), ...options } as FitOptions<Sequential>);
    const [first, second] = [await run({ steps: 1 }), await run({ steps: 2 })];
    const averaged = await run({ steps: 2, ema: { decay: 0.75 }, validation: { data: testBatches } });
    const start = await run({ steps: 1, optimizer: sgd({ learningRate: 0 }) });
    for (const [name, { data }] of averaged.weights) {
      const [a, b, c] = [start, first, second].map(({ weights }) => weights.get(name)!.data);
      const isBuffer = name.includes("running");
      expectClose(
        data,
        isBuffer ? c! : Array.from(data, (_, i) => 0.75 * (0.75 * a![i]! + 0.25 * b![i]!) + 0.25 * c![i]!),
      );
    }
    const { metrics } = await evaluateModel(model(), {
      data: testBatches,
      backend: referenceBackend(),
      weights: averaged.weights,
    });
    expect(averaged.metrics).toEqual(metrics);
  });

  it("lets the event loop run, so that a timer can stop it", async () => {
    const { finished, history } = await fit(dropoutNet(), {
      ...shortRun(),
      steps: 1_000_000,
      signal: AbortSignal.timeout(200),
    });
    expect(finished).toBe(false);
    expect(history.length).toBeGreaterThan(0);
  });

  it.each<[string, Partial<FitOptions<Sequential>>, string]>([
    ["no step", { steps: 0 }, "fit: the length must be a positive number of whole steps, got 0"],
    [
      "nothing to watch",
      { earlyStopping: { metric: "loss", patience: 1 } },
      "fit: early stopping needs a validation to watch",
    ],
    ["nothing to resume", { resume: true }, "fit: resume needs a checkpoint, checkpoint: { to: folder }"],
    [
      "a metric that is not there",
      { validation: { data: testBatches }, earlyStopping: { metric: "f1", patience: 1 } },
      'early stopping watches "f1", but the validation gives accuracy, loss',
    ],
    [
      "a loss that is not finite",
      { optimizer: sgd({ learningRate: 1e39 }) },
      'the loss of step 2 is NaN (first in step 1, the input "learningRate" is float32[], 1 of 1 infinite): try a smaller learning rate',
    ],
  ])("refuses %s", async (_, options, message) => {
    const run = fit(dropoutNet(), { ...shortRun(), ...options } as FitOptions<Sequential>);
    await expect(run).rejects.toThrow(message);
  });
});

// What is asked before each step: adjustments, pauses, looks at a run that goes on.
import { Linear, reduceMean, referenceBackend, Sequential, type StateDict, type Tensor } from "@blockzoo/core";
import { batched, type Batch, type BatchSource } from "@blockzoo/data";
import type { Adjustment, BeforeStep, BetweenSteps, CheckpointStore } from "@blockzoo/family";
import { compileTrainStep, fit, memoryCheckpoints, sgd, typesOf, type FitOptions } from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import { decodeCheckpoint } from "../src/checkpoint.js";
import { dropoutNet, shortRun, testBatches, train } from "./support.js";

type Options = Partial<FitOptions<Sequential>>;

const run = (options: Options = {}, model = dropoutNet()) =>
  fit(model, { ...shortRun(), ...options } as FitOptions<Sequential>);

/** Runs until a step, as Ctrl-C does. */
function stopAfter(steps: number, to: CheckpointStore, options: Options) {
  const stop = new AbortController();
  const onProgress = ({ step }: { readonly step: number }) => step === steps && stop.abort();
  return run({ ...options, checkpoint: { to }, signal: stop.signal, onProgress });
}

/** 40 a batch; larger and smaller ones in the middle of epochs, and a larger rate in between. */
const answers: Readonly<Record<number, Adjustment>> = {
  3: { batchSize: 16 },
  4: { batchSize: 16, learningRateFactor: 3 },
  5: { learningRateFactor: 3 },
  7: { batchSize: 100 },
  8: { batchSize: 100 },
  9: { batchSize: 40, learningRateFactor: 1 },
};
const adjusting: BeforeStep = ({ step }) => answers[step];

async function batchesOf(source: BatchSource, epoch: number): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of source.epoch(epoch)) all.push(batch);
  return all;
}

describe("beforeStep", () => {
  it("multiplies the learning rate, as a schedule would", async () => {
    const schedule = (step: number) => (step < 4 ? 1 : 0.5);
    const factor = (step: number) => (step >= 6 ? 0.25 : 1);
    const adjusted = await run({ schedule, beforeStep: ({ step }) => ({ learningRateFactor: factor(step) }) });
    const scheduled = await run({ schedule: (step) => schedule(step) * factor(step) });
    expect(adjusted.weights).toEqual(scheduled.weights);
    expect(adjusted.history.map(({ learningRate }) => learningRate)).toEqual(
      scheduled.history.map(({ learningRate }) => learningRate),
    );
    expect(adjusted.history[5]).not.toHaveProperty("adjustment");
    expect(adjusted.history[6]!.adjustment).toEqual({ learningRateFactor: 0.25 });
  });

  it("changes the size of batches: the epoch goes on behind what it has given, and the state is one", async () => {
    const { data, loss, optimizer, backend, seed } = shortRun();
    const [of40, of16, of100] = await Promise.all([40, 16, 100].map((size) => batchesOf(data.withBatchSize!(size), 0)));
    const [next40, next100] = await Promise.all([40, 100].map((size) => batchesOf(data.withBatchSize!(size), 1)));
    // Samples 0 to 120 in three batches of 40; 128 to 160 in two of 16; 160 to 200 in one of 40; then the next epoch.
    const expected = [...of40!.slice(0, 3), of16![8]!, of16![9]!, of40![4]!, next40![0]!, next100![1]!];
    expect(of100).toHaveLength(2);
    const training = await compileTrainStep({
      model: dropoutNet(),
      loss: loss as never,
      optimizer,
      backend,
      seed,
      types: typesOf(of40![0]!),
    });
    const losses: number[] = [];
    for (const [step, batch] of expected.entries()) {
      const { learningRateFactor = 1 } = answers[step] ?? {};
      const taken = await training.step(batch, { step, learningRate: 0.03 * learningRateFactor });
      losses.push(taken.loss);
    }
    const { history } = await run({ steps: 8, beforeStep: adjusting });
    expect(history.map((point) => point.loss)).toEqual(losses);
    expect(history.map(({ epoch }) => epoch)).toEqual([1, 1, 1, 1, 1, 1, 2, 2]);
    expect(history.map(({ adjustment }) => adjustment?.batchSize ?? 40)).toEqual([40, 40, 40, 16, 16, 40, 40, 100]);
  });

  it.each([3, 4, 5, 6, 7, 8, 9, 10])("goes on to the same numbers after a stop at step %i", async (steps) => {
    const options = { beforeStep: adjusting, validation: { data: testBatches } };
    const whole = await run(options);
    const store = memoryCheckpoints();
    const stopped = await stopAfter(steps, store, options);
    expect(stopped.history).toEqual(whole.history.slice(0, steps));
    const { adjustment } = await decodeCheckpoint((await store.read())!, "memory");
    expect(adjustment).toEqual(whole.history[steps - 1]!.adjustment);
    expect(await run({ ...options, checkpoint: { to: store }, resume: true })).toEqual(whole);
  });

  it("leaves a run as it was begun where nothing more is answered", async () => {
    const store = memoryCheckpoints();
    await stopAfter(5, store, { beforeStep: adjusting });
    const resumed = await run({ checkpoint: { to: store }, resume: true });
    const alone = await run({ beforeStep: ({ step }) => (step < 5 ? answers[step] : undefined) });
    expect(resumed).toEqual(alone);
    expect(await run({ beforeStep: () => ({ batchSize: 40, learningRateFactor: 1 }) })).toEqual(await run());
  });

  it("waits for the answer, and ends without a step where the run is aborted meanwhile", async () => {
    const stop = new AbortController();
    const store = memoryCheckpoints();
    const { history, finished } = await run({
      checkpoint: { to: store, everySteps: 100 },
      signal: stop.signal,
      beforeStep: async ({ step }) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (step === 4) stop.abort();
        return undefined;
      },
    });
    expect([history.length, finished]).toEqual([4, false]);
    expect((await decodeCheckpoint((await store.read())!, "memory")).position.step).toBe(4);
  });

  it("shows the weights between two steps, and keeps a checkpoint when it is asked to", async () => {
    const seen: StateDict[] = [];
    const store = memoryCheckpoints();
    const saved: number[] = [];
    const look = async ({ step, weights, save }: BetweenSteps) => {
      seen.push(await weights());
      if (step === 7) await save();
      saved.push((await decodeCheckpoint((await store.read())!, "memory")).position.step);
      return undefined;
    };
    const whole = await run({ beforeStep: look, checkpoint: { to: store, everySteps: 100 } });
    expect(seen).toHaveLength(12);
    expect(saved).toEqual([0, 0, 0, 0, 0, 0, 0, 7, 7, 7, 7, 7]);
    expect(seen[7]).toEqual((await run({ steps: 7 })).weights);
    expect(whole).toEqual(await run());
  });

  it.each<[string, Options, Adjustment, string]>([
    [
      "a rate that is not positive",
      {},
      { learningRateFactor: 0 },
      "learningRateFactor must be a positive number, got 0",
    ],
    ["a size of no samples", {}, { batchSize: 0.5 }, "the batch size must be a positive integer, found 0.5"],
    ["a size that no batch fills", {}, { batchSize: 300 }, "its 200 samples do not fill a batch of 300"],
    [
      "another size where the data have one",
      { data: { ...batched(train, { batchSize: 40 }), withBatchSize: undefined } as unknown as BatchSource },
      { batchSize: 20 },
      "have 40 samples and cannot be made with 20",
    ],
  ])("refuses %s", async (_, options, answer, message) => {
    await expect(run({ ...options, beforeStep: () => answer })).rejects.toThrow(message);
  });

  it("refuses another number of rows where each carries something on", async () => {
    const carried = fit<Sequential, { readonly x: Tensor; readonly h: Tensor }>(new Sequential(new Linear(2, 2)), {
      optimizer: sgd({ learningRate: 0.1 }),
      steps: 4,
      backend: referenceBackend(),
      data: batched(train, { batchSize: 40, sampling: "contiguous" }),
      carry: { h: [40] },
      loss: (model, { x, h }) => ({ loss: reduceMean(model.forward(x)), h }),
      beforeStep: () => ({ batchSize: 20 }),
    });
    await expect(carried).rejects.toThrow("a batch has 40 rows, each of which carries something on");
  });
});

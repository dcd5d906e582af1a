import { flatten, Linear, Sequential, tanh } from "@blockzoo/core";
import { augment, batched, gaussianNoise, glyphs, randomAffine } from "@blockzoo/data";
import { fit, memoryCheckpoints, sgd, type CheckpointStore, type FitOptions } from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import { dropoutNet, shortRun, testBatches, train } from "./support.js";

type Options = Partial<FitOptions<Sequential>>;

function run(to: CheckpointStore, options: Options = {}, model = dropoutNet()) {
  const all = { ...shortRun(), validation: { data: testBatches, everySteps: 4 }, checkpoint: { to }, ...options };
  return fit(model, all as FitOptions<Sequential>);
}

/** Runs until a step, as Ctrl-C does. */
function stopAfter(to: CheckpointStore, steps: number, options: Options = {}, model = dropoutNet()) {
  const stop = new AbortController();
  const onProgress = ({ step }: { readonly step: number }) => step === steps && stop.abort();
  return run(to, { ...options, signal: stop.signal, onProgress }, model);
}

describe("resume", () => {
  it.each([1, 4, 5, 7, 10, 11])("continues to the same numbers after a stop at step %i", async (steps) => {
    const whole = await run(memoryCheckpoints());
    const store = memoryCheckpoints();
    const stopped = await stopAfter(store, steps);
    expect(stopped.finished).toBe(false);
    expect(stopped.history).toHaveLength(steps);
    expect(stopped.metrics).toEqual(steps % 4 === 0 ? whole.history[steps - 1]!.metrics : {});
    const resumed = await run(store, { resume: true });
    expect(resumed).toEqual(whole);
  });

  it("continues to the same augmented images", async () => {
    const digits = glyphs({ count: 30, size: 8 });
    const options: Options = {
      data: batched(digits, {
        batchSize: 10,
        augmentation: augment([randomAffine({ rotation: 15 }), gaussianNoise({ deviation: 0.1 })], { seed: 1 }),
      }),
      validation: undefined,
    };
    const net = () => new Sequential((x) => flatten(x), new Linear(64, 10));
    const whole = await run(memoryCheckpoints(), options, net());
    const store = memoryCheckpoints();
    await stopAfter(store, 5, options, net());
    expect(await run(store, { ...options, resume: true }, net())).toEqual(whole);
  });

  it("restores averages, the best weights and the patience", async () => {
    const options: Options = {
      steps: 40,
      ema: { decay: 0.9 },
      clip: { globalNorm: 1 },
      schedule: (step) => (step < 10 ? 1 : 300),
      validation: { data: testBatches, everySteps: 3 },
      earlyStopping: { metric: "accuracy", patience: 4 },
    };
    const whole = await run(memoryCheckpoints(), options);
    const store = memoryCheckpoints();
    for (const steps of [2, 9, 14, 16]) await stopAfter(store, steps, { ...options, resume: steps > 2 });
    expect(await run(store, { ...options, resume: true })).toEqual(whole);
    expect(whole.history.length).toBeLessThan(40);
    // The run is at its end, though before its last step: another may begin in its place.
    expect(await run(store, options)).toEqual(whole);
  });

  it("returns at once when the run is at its end", async () => {
    const store = memoryCheckpoints();
    const whole = await run(store);
    expect(await run(store, { resume: true })).toEqual(whole);
  });

  it("goes on with more steps where the schedule would have come to the same place", async () => {
    const store = memoryCheckpoints();
    await run(store, { steps: 6 });
    const { history } = await run(store, { resume: true });
    const whole = await run(memoryCheckpoints());
    expect(history.map(({ loss }) => loss)).toEqual(whole.history.map(({ loss }) => loss));
  });

  it.each<[string, Options, string]>([
    ["seed", { seed: 4 }, "seed 3 there, 4 here"],
    ["update rule", { optimizer: sgd({ learningRate: 1 }) }, "update rule adam(learningRate 0.03, beta1 0.9"],
    ["batch size", { data: batched(train, { batchSize: 20, seed: 1000 }) }, "batch size 40 there, 20 here"],
    ["order of the data", { data: batched(train, { batchSize: 40, seed: 1 }) }, "another first batch"],
    ["clipping", { clip: { value: 1 } }, 'clipping "none" there, {"value":1} here'],
    ["schedule", { schedule: (step, total) => 1 - step / total }, "another learning rate so far"],
  ])("refuses another %s and names it", async (_, options, message) => {
    const store = memoryCheckpoints();
    await stopAfter(store, 5);
    await expect(run(store, { ...options, resume: true })).rejects.toThrow(message);
  });

  it("refuses another model", async () => {
    const store = memoryCheckpoints();
    await stopAfter(store, 5);
    const wider = new Sequential(new Linear(2, 9), tanh, new Linear(9, 2));
    await expect(run(store, { resume: true }, wider)).rejects.toThrow(
      "of 4 weights with 42 values there, of 4 weights with 47",
    );
    const renamed = new Sequential(new Linear(2, 8), tanh, new Linear(8, 2));
    await expect(run(store, { resume: true }, renamed)).rejects.toThrow("another set of weights");
    const withoutDropout = new Sequential(new Linear(2, 8), tanh, tanh, new Linear(8, 2));
    await expect(run(store, { resume: true }, withoutDropout)).rejects.toThrow("another training graph");
  });

  it("refuses to begin where an unfinished run is", async () => {
    const store = memoryCheckpoints();
    await stopAfter(store, 5);
    await expect(run(store)).rejects.toThrow("memory has a run that was stopped after step 5 of 12: resume it");
    await run(store, { resume: true });
    expect((await run(store)).finished).toBe(true);
  });

  it("says when there is nothing to resume", async () => {
    await expect(run(memoryCheckpoints(), { resume: true })).rejects.toThrow(
      "there is no checkpoint to resume in memory",
    );
  });
});

describe("a checkpoint that is not whole", () => {
  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ["empty", () => new Uint8Array()],
    ["cut in its header", (bytes) => bytes.slice(0, 100)],
    ["cut in its values", (bytes) => bytes.slice(0, -5)],
    [
      "changed in one bit of its values",
      (bytes) => bytes.map((byte, index) => (index === bytes.length - 3 ? byte ^ 4 : byte)),
    ],
    ["something else", () => new TextEncoder().encode("not a checkpoint, but a text of some length")],
  ])("is refused when it is %s", async (_, damage) => {
    const store = memoryCheckpoints();
    await stopAfter(store, 5);
    await store.write(damage((await store.read())!));
    await expect(run(store, { resume: true })).rejects.toThrow(/^the checkpoint in memory: /);
  });
});

describe("a store that fails", () => {
  it("leaves the checkpoint before, from which the run continues", async () => {
    const whole = await run(memoryCheckpoints());
    const store = memoryCheckpoints();
    let writes = 0;
    const full: CheckpointStore = {
      ...store,
      async write(bytes) {
        if (++writes > 3) throw new Error("ENOSPC: no space left on device, write");
        await store.write(bytes);
      },
    };
    const everySteps = 3;
    await expect(run(full, { checkpoint: { to: full, everySteps } })).rejects.toThrow(
      "the checkpoint of step 9 cannot be written to memory, that of step 6 is intact: make room or choose another place, " +
        "then resume (ENOSPC: no space left on device, write)",
    );
    expect(await run(store, { checkpoint: { to: store, everySteps }, resume: true })).toEqual(whole);
  });
});

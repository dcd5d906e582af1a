// A recipe that pretrains on noisy moons, then trains on clean ones, as one run.
import { Linear, referenceBackend, Sequential, tanh } from "@blockzoo/core";
import { batched, moons } from "@blockzoo/data";
import type { BeforeStep, CheckpointStore, RecipeContext, RecipeProgress } from "@blockzoo/family";
import {
  adam,
  crossEntropy,
  fit,
  fitContext,
  learnInStages,
  memoryCheckpoints,
  recipe,
  sgd,
  type Stage,
} from "@blockzoo/train";
import { readSafetensors, writeSafetensors } from "@blockzoo/weights";
import { describe, expect, it } from "vitest";

const network = () => new Sequential(new Linear(2, 8), tanh, new Linear(8, 2));

function stage(noise: number, steps: number, optimizer: Parameters<typeof fit>[1]["optimizer"]): Stage {
  return {
    steps,
    learn: (context, weights) =>
      fit(network(), {
        ...fitContext(context),
        steps: context.steps,
        weights,
        data: batched(moons({ count: 60, noise, seed: 1 }), { batchSize: 20, seed: context.seeds.batchSeed }),
        loss: (model, { x, y }) => crossEntropy(model.forward(x), y),
        optimizer,
      }),
  };
}

const stages = [stage(0.5, 5, adam({ learningRate: 0.01 })), stage(0.1, 4, sgd({ learningRate: 0.1 }))];

const staged = (own: readonly Stage[] = stages, settings: Record<string, unknown> = {}) =>
  recipe({
    id: "net.moons",
    variant: "net",
    claim: "Noisy moons prepare for clean ones.",
    gate: { metric: "size", atLeast: 1 },
    settings,
    data: async () => undefined,
    learn: (_, context) => learnInStages(context, own),
    measure: async (weights) => ({ metrics: { size: weights.size } }),
  });

const context = { backend: referenceBackend(), seed: 1, checkpointEvery: 2 };

/** Runs until a step, as Ctrl-C does. */
function stopAfter(steps: number, checkpoints: CheckpointStore, more: Partial<RecipeContext> = {}) {
  const stop = new AbortController();
  const onProgress = ({ step }: RecipeProgress) => step === steps && stop.abort();
  return staged().run({ ...context, checkpoints, signal: stop.signal, onProgress, ...more });
}

describe("learnInStages", () => {
  it("asks before each step of all stages, counted through, and adjusts the one that is taken", async () => {
    const asked: number[] = [];
    const beforeStep: BeforeStep = ({ step }) => {
      asked.push(step);
      return step === 6 ? { learningRateFactor: 2 } : undefined;
    };
    const checkpoints = memoryCheckpoints();
    const whole = await staged().run({ ...context, beforeStep });
    expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(whole.history.map(({ learningRate }) => learningRate)).toEqual([
      ...Array<number>(5).fill(0.01),
      0.1,
      0.2,
      0.1,
      0.1,
    ]);
    await stopAfter(7, checkpoints, { beforeStep });
    expect(await staged().run({ ...context, checkpoints, resume: true, beforeStep })).toEqual(whole);
  });

  it("is one run, in which each stage begins with what the one before learned", async () => {
    const seen: RecipeProgress[] = [];
    const whole = await staged().run({ ...context, onProgress: (progress) => seen.push(progress) });
    expect(whole.history.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(seen).toEqual(whole.history.map((point) => ({ ...point, totalSteps: 9 })));
    const first = await staged(stages.slice(0, 1)).run(context);
    const second = await staged([{ ...stages[1]!, learn: (own) => stages[1]!.learn(own, first.weights) }]).run(context);
    expect(whole.weights).toEqual(second.weights);
    expect(whole.history.map(({ loss }) => loss)).toEqual(
      [...first.history, ...second.history].map(({ loss }) => loss),
    );
  });

  it.each([1, 2, 5, 6, 8])("goes on to the same numbers after a stop at step %i", async (steps) => {
    const whole = await staged().run(context);
    const checkpoints = memoryCheckpoints();
    const stopped = await stopAfter(steps, checkpoints);
    expect(stopped.finished).toBe(false);
    expect(stopped.history).toEqual(whole.history.slice(0, steps));
    expect(await staged().run({ ...context, checkpoints, resume: true })).toEqual(whole);
    // The run is at its end: it can be measured again, and another may begin in its place.
    expect(await staged().run({ ...context, checkpoints, resume: true })).toEqual(whole);
    expect(await staged().run({ ...context, checkpoints })).toEqual(whole);
  });

  it.each([
    [3, [3, 4, 5, 6, 7, 8, 9]],
    [6, [6, 7, 8, 9]],
    [8, [8, 9]],
  ])("loses little when it is killed at step %i", async (killed, left) => {
    const whole = await staged().run(context);
    const checkpoints = memoryCheckpoints();
    const onProgress = ({ step }: RecipeProgress) => {
      if (step === killed) throw new Error("killed");
    };
    await expect(staged().run({ ...context, checkpoints, onProgress })).rejects.toThrow("killed");
    const steps: number[] = [];
    const resumed = {
      ...context,
      checkpoints,
      resume: true,
      onProgress: ({ step }: RecipeProgress) => steps.push(step),
    };
    expect(await staged().run(resumed)).toEqual(whole);
    expect(steps).toEqual(left);
  });

  it("takes at most so many steps in every stage where it is asked to", async () => {
    const { history } = await staged().run({ ...context, steps: 2 });
    expect(history.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
  });

  it.each([
    [3, "after step 3, in stage 1 of 2"],
    [7, "after step 7, in stage 2 of 2"],
  ])("does not replace a run that was stopped after step %i", async (steps, where) => {
    const checkpoints = memoryCheckpoints();
    await stopAfter(steps, checkpoints);
    await expect(staged().run({ ...context, checkpoints })).rejects.toThrow(
      `memory has a run that was stopped ${where}: resume it`,
    );
  });

  it("refuses what is not its own", async () => {
    const checkpoints = memoryCheckpoints();
    await expect(staged().run({ ...context, checkpoints, resume: true })).rejects.toThrow(
      "there is no checkpoint to resume in memory",
    );
    await stopAfter(7, checkpoints);
    await expect(staged(stages.slice(0, 1)).run({ ...context, checkpoints, resume: true })).rejects.toThrow(
      "the run in memory was in stage 2, this one has 1",
    );
    await expect(staged(stages, { noise: 0.2 }).run({ ...context, checkpoints, resume: true })).rejects.toThrow(
      "another set of settings",
    );
    await expect(staged().run({ ...context, seed: 2, checkpoints, resume: true })).rejects.toThrow(
      "seed 1 there, 2 here",
    );
    const alone = memoryCheckpoints();
    const run = {
      data: batched(moons({ count: 60 }), { batchSize: 20 }),
      optimizer: sgd({ learningRate: 0.1 }),
      steps: 1,
    };
    await fit(network(), {
      ...run,
      backend: context.backend,
      loss: (model, { x, y }) => crossEntropy(model.forward(x), y),
      checkpoint: { to: alone },
    });
    await expect(staged().run({ ...context, checkpoints: alone, resume: true })).rejects.toThrow(
      "is of a run without stages",
    );
  });

  it("does not go on with what an earlier stage learned where that is damaged", async () => {
    const checkpoints = memoryCheckpoints();
    await stopAfter(7, checkpoints);
    const bytes = (await checkpoints.read())!;
    const { tensors, metadata } = readSafetensors(bytes, { name: "checkpoint" });
    tensors.get("before/0.bias")!.data[0]! += 1;
    await checkpoints.write(writeSafetensors(tensors, { metadata: Object.fromEntries(metadata) }));
    await expect(staged().run({ ...context, checkpoints, resume: true })).rejects.toThrow("the file is damaged");
  });
});

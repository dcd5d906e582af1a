import { ndarray, referenceBackend } from "@blockzoo/core";
import {
  passes,
  type BeforeStep,
  type CheckpointStore,
  type RecipeContext,
  type RecipeProgress,
} from "@blockzoo/family";
import { memoryCheckpoints, recipe, recipeHash } from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import { readoutMoons, readoutOptions, solved } from "./ridge-recipe.js";
import { expectClose } from "./support.js";

const context = { backend: referenceBackend(), seed: 1 };

/** Runs until a step, as Ctrl-C does. */
function stopAfter(steps: number, checkpoints: CheckpointStore, more: Partial<RecipeContext> = {}) {
  const stop = new AbortController();
  const onProgress = ({ step }: RecipeProgress) => step === steps && stop.abort();
  return readoutMoons.run({ ...context, checkpoints, signal: stop.signal, onProgress, ...more });
}

describe("a recipe that does not differentiate", () => {
  it("solves what it should", () => {
    // Of [[4 + λ, 2], [2, 3 + λ]] with λ = 0.001, by Cramer's rule.
    const [x] = solved(ndarray([4, 2, 2, 3], [2, 2]), ndarray([8, 7], [2, 1]));
    const determinant = 4.001 * 3.001 - 4;
    expectClose(x!, [(8 * 3.001 - 14) / determinant, (4.001 * 7 - 16) / determinant], 1e-12);
  });

  it("reaches its gate, and its weights give the same again", async () => {
    const seen: RecipeProgress[] = [];
    const { weights, metrics, history, finished } = await readoutMoons.run({
      ...context,
      onProgress: (progress) => seen.push(progress),
    });
    expect(finished).toBe(true);
    expect(passes(readoutMoons.gate, metrics)).toBe(true);
    expect(history).toEqual([1, 2, 3, 4, 5].map((step) => ({ step })));
    expect(seen).toEqual(history.map((point) => ({ ...point, totalSteps: 5 })));
    expect((await readoutMoons.measure(weights, context)).metrics).toEqual(metrics);
    expect((await readoutMoons.run({ ...context, seed: 2 })).weights).not.toEqual(weights);
  });

  it.each([1, 2, 4])("goes on to the same numbers after a stop at step %i", async (steps) => {
    const whole = await readoutMoons.run(context);
    const checkpoints = memoryCheckpoints();
    const stopped = await stopAfter(steps, checkpoints);
    expect(stopped).toMatchObject({ finished: false, metrics: {} });
    expect(stopped.history).toHaveLength(steps);
    expect(await readoutMoons.run({ ...context, checkpoints, resume: true })).toEqual(whole);
  });

  it("asks before each step, and has nothing to adjust", async () => {
    const whole = await readoutMoons.run(context);
    const checkpoints = memoryCheckpoints();
    const stop = new AbortController();
    const seen: number[] = [];
    const beforeStep: BeforeStep = async ({ step, weights, save }) => {
      seen.push(step, (await weights()).size);
      await save();
      if (step === 3) stop.abort();
      return {};
    };
    const stopped = await readoutMoons.run({ ...context, checkpoints, beforeStep, signal: stop.signal });
    expect(stopped.history).toHaveLength(3);
    expect(seen.filter((_, index) => index % 2 === 0)).toEqual([0, 1, 2, 3]);
    expect(await readoutMoons.run({ ...context, checkpoints, resume: true })).toEqual(whole);
    const adjusted = readoutMoons.run({ ...context, beforeStep: () => ({ batchSize: 7 }) });
    await expect(adjusted).rejects.toThrow("readout.moons has no batchSize to adjust while it runs");
  });

  it("loses little when it is killed", async () => {
    const whole = await readoutMoons.run(context);
    const checkpoints = memoryCheckpoints();
    const onProgress = ({ step }: RecipeProgress) => {
      if (step === 4) throw new Error("killed");
    };
    await expect(readoutMoons.run({ ...context, checkpoints, checkpointEvery: 2, onProgress })).rejects.toThrow(
      "killed",
    );
    const steps: number[] = [];
    const resumed = {
      ...context,
      checkpoints,
      resume: true,
      onProgress: ({ step }: RecipeProgress) => steps.push(step),
    };
    expect(await readoutMoons.run(resumed)).toEqual(whole);
    expect(steps).toEqual([3, 4, 5]);
  });

  it("is measured when it goes on, where it was stopped while it was measured", async () => {
    const whole = await readoutMoons.run(context);
    const checkpoints = memoryCheckpoints();
    expect(await stopAfter(5, checkpoints)).toEqual({ ...whole, metrics: {}, finished: false });
    expect(await readoutMoons.run({ ...context, checkpoints, resume: true })).toEqual(whole);
  });

  it("refuses what is not its own", async () => {
    const checkpoints = memoryCheckpoints();
    await stopAfter(2, checkpoints);
    await expect(readoutMoons.run({ ...context, checkpoints })).rejects.toThrow(
      "memory has a run that was stopped after step 2 of 5: resume it",
    );
    await expect(readoutMoons.run({ ...context, seed: 2, checkpoints, resume: true })).rejects.toThrow(
      "seed 1 there, 2 here",
    );
    const other = recipe({ ...readoutOptions, settings: { ...readoutOptions.settings, ridge: 1 } });
    await expect(other.run({ ...context, checkpoints, resume: true })).rejects.toThrow("another set of settings");
    await expect(readoutMoons.run({ ...context, resume: true })).rejects.toThrow("give the checkpoints");
  });

  it("runs as many steps as it is told", async () => {
    expect((await readoutMoons.run({ ...context, steps: 2 })).history).toHaveLength(2);
  });

  it("has a hash of its settings", async () => {
    expect(await recipeHash(readoutMoons)).toMatch(/^[0-9a-f]{16}$/);
  });
});

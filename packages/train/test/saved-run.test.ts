import { referenceBackend } from "@blockzoo/core";
import { fit, fitContext, learnInStages, memoryCheckpoints, recipe, savedRun } from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import { dropoutNet, shortRun } from "./support.js";

const { steps: _, ...learning } = shortRun();
const stages = recipe({
  id: "net.moons",
  variant: "net",
  claim: "",
  gate: { metric: "size", atLeast: 1 },
  settings: {},
  data: async () => undefined,
  learn: (_data, context) =>
    learnInStages(
      context,
      [4, 3].map((steps) => ({
        steps,
        learn: (own, weights) => fit(dropoutNet(), { ...learning, ...fitContext(own), steps: own.steps, weights }),
      })),
    ),
  measure: async () => ({ metrics: {} }),
});

describe("savedRun", () => {
  it("says how far a run is, with its part of the history", async () => {
    const to = memoryCheckpoints();
    expect(await savedRun(to)).toBeUndefined();
    const stop = new AbortController();
    const onProgress = ({ step }: { readonly step: number }) => step === 5 && stop.abort();
    const { history } = await fit(dropoutNet(), { ...shortRun(), checkpoint: { to }, signal: stop.signal, onProgress });
    await to.appendHistory([{ step: 6 }]);
    expect(await savedRun(to)).toEqual({ step: 5, totalSteps: 12, finished: false, history });
    const whole = await fit(dropoutNet(), { ...shortRun(), checkpoint: { to }, resume: true });
    expect(await savedRun(to)).toEqual({ step: 12, totalSteps: 12, finished: true, history: whole.history });
  });

  it.each([
    [3, false],
    [4, false],
    [6, false],
    [7, true],
  ])("counts the stages of a run through: step %i", async (steps, finished) => {
    const checkpoints = memoryCheckpoints();
    const stop = new AbortController();
    const onProgress = ({ step }: { readonly step: number }) => step === steps && stop.abort();
    const { history } = await stages.run({ backend: referenceBackend(), checkpoints, signal: stop.signal, onProgress });
    expect(await savedRun(checkpoints)).toEqual({ step: steps, totalSteps: 7, finished, history });
  });

  it("says that a checkpoint is damaged", async () => {
    const to = memoryCheckpoints();
    await fit(dropoutNet(), { ...shortRun(), steps: 2, checkpoint: { to } });
    const bytes = (await to.read())!;
    bytes[bytes.length - 1]! ^= 1;
    await to.write(bytes);
    await expect(savedRun(to)).rejects.toThrow("its values do not match its checksum");
  });
});

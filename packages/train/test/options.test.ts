import { Linear, referenceBackend } from "@blockzoo/core";
import { expect, test } from "vitest";
import {
  adam,
  adamW,
  compileTrainStep,
  cosineSchedule,
  fit,
  linearWarmup,
  oneCycle,
  rmsProp,
  sgd,
  stepSchedule,
  type BatchTypes,
  type FitOptions,
  type TrainStepOptions,
} from "../src/index.js";

/** As JavaScript calls them, where nothing looks at types. */
const wrong = { momemtum: 0.9 } as object;

test.each([
  ["sgd", () => sgd({ learningRate: 0.1, ...wrong })],
  ["adam", () => adam(wrong)],
  ["adamW", () => adamW(wrong)],
  ["rmsProp", () => rmsProp(wrong)],
  ["stepSchedule", () => stepSchedule({ every: 10, ...wrong })],
  ["cosineSchedule", () => cosineSchedule(wrong)],
  ["linearWarmup", () => linearWarmup({ steps: 10, ...wrong })],
  ["oneCycle", () => oneCycle(wrong)],
])("%s refuses an option that it does not have", (name, call) => {
  expect(call).toThrow(`${name}: there is no option "momemtum"`);
});

test("fit and compileTrainStep refuse options that they do not have", async () => {
  const model = new Linear(1, 1);
  const backend = referenceBackend();
  const run = { backend, validate: true } as unknown as FitOptions<Linear>;
  await expect(fit(model, run)).rejects.toThrow('fit: there is no option "validate"; did you mean "validation"?');
  const step = { model, backend, learningRate: 0.1 } as unknown as TrainStepOptions<Linear, BatchTypes>;
  await expect(compileTrainStep(step)).rejects.toThrow('compileTrainStep: there is no option "learningRate"');
});

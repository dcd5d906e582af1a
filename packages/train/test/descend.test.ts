import {
  float32,
  freeze,
  initialize,
  Linear,
  ndarray,
  reduceMean,
  referenceBackend,
  Sequential,
  square,
} from "@blockzoo/core";
import {
  adam,
  compileTrainStep,
  descend,
  meanSquaredError,
  objectiveOf,
  sgd,
  valueAndGradient,
  type BatchTensors,
  type DescendOptions,
  type Objective,
} from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import { expectClose } from "./support.js";

const backend = referenceBackend();
const bowl: Objective = (x) => ({
  value: Array.from(x).reduce((sum, value) => sum + value * value, 0),
  gradient: Float32Array.from(x, (value) => 2 * value),
});
const start = Float32Array.of(3, -4);

describe("descend", () => {
  it("takes the very steps of a compiled training step", async () => {
    const model = new Linear(2, 1);
    const types = { x: float32(3, 2), y: float32(3, 1) };
    const batch = { x: ndarray([[0, 1], [2, 3], [-1, 1]]), y: ndarray([[1], [2], [3]]) }; // prettier-ignore
    const rule = adam({ learningRate: 0.1 });
    const loss = (line: Linear, { x, y }: BatchTensors<typeof types>) => meanSquaredError(line.forward(x), y);
    const training = await compileTrainStep({ model, loss, optimizer: rule, types, backend });
    const expected: number[] = [];
    for (let step = 0; step < 20; step++) expected.push((await training.step(batch)).loss);

    const compiled = await valueAndGradient({ model, f: loss, types, backend });
    const values: number[] = [];
    const { objective, start: first } = objectiveOf(compiled, initialize(model), batch);
    const found = await descend({
      objective,
      start: first,
      rule,
      backend,
      steps: 20,
      onStep: ({ value }) => void values.push(value),
    });
    expectClose(values.slice(0, 20), expected, 1e-5);
    expect(found).toMatchObject({ reason: "steps", steps: 20, evaluations: 21 });
  });

  it("keeps the lowest point of a run that goes up again", async () => {
    const values: number[] = [];
    const onStep: DescendOptions["onStep"] = ({ value }) => void values.push(value);
    const found = await descend({
      objective: bowl,
      start,
      rule: adam({ learningRate: 2 }),
      backend,
      steps: 12,
      onStep,
    });
    expect(found.value).toBe(Math.min(...values));
    expect(found.value).toBeLessThan(values.at(-1)!);
    expect(bowl(found.x)).toMatchObject({ value: found.value });
  });

  it("ends with the lowest point where a step leads to what is no number", async () => {
    const rule = sgd({ learningRate: 1e30 });
    const found = await descend({ objective: bowl, start, rule, backend, steps: 12 });
    expect(found).toMatchObject({ reason: "not finite", value: 25, x: start });
  });

  it.each([0, 3, 9])("stopped after step %d goes on to the same numbers", async (stop) => {
    const options = { objective: bowl, start, rule: adam({ learningRate: 0.7 }), backend, steps: 12 };
    const straight = await descend(options);
    const controller = new AbortController();
    const onStep: DescendOptions["onStep"] = ({ step }) => {
      if (step === stop) controller.abort();
    };
    const first = await descend({ ...options, signal: controller.signal, onStep });
    expect(first).toMatchObject({ reason: "aborted", steps: stop });
    const second = await descend({ ...options, resume: first.state });
    expect(second).toMatchObject({ x: straight.x, value: straight.value, state: straight.state });
  });

  it("refuses the state of another rule", async () => {
    const options = { objective: bowl, start, backend, steps: 2 };
    const { state } = await descend({ ...options, rule: sgd({ learningRate: 0.1 }) });
    await expect(descend({ ...options, rule: adam(), resume: state })).rejects.toThrow(
      "descend: what shall be resumed is no state of this rule: optimizer.firstWeight is missing",
    );
  });
});

describe("valueAndGradient with weights", () => {
  const model = new Sequential(new Linear(2, 3), new Linear(3, 1));
  const types = { x: float32(4, 2) };
  const x = ndarray(
    Float32Array.from({ length: 8 }, (_, index) => Math.sin(index)),
    [4, 2],
  );
  const weights = initialize(model, { seed: 4 });

  it("binds what is frozen as constants, and gives the same numbers", async () => {
    freeze(model, "0");
    const f = (net: Sequential, { x: input }: BatchTensors<typeof types>) => {
      const value = reduceMean(square(net.forward(input)));
      return { value, twice: reduceMean(net.forward(input)) };
    };
    const bound = await valueAndGradient({ model, f, types, backend, weights });
    const open = await valueAndGradient({ model, f, types, backend });
    await open.state.write(weights);
    expect([...bound.state.names]).toEqual(["1.weight", "1.bias"]);
    expect(bound.parameters).toEqual(["1.weight", "1.bias"]);
    expect(await bound.evaluate({ x })).toEqual(await open.evaluate({ x }));
  });

  it("refuses weights that are not those of the model", async () => {
    const f = (net: Sequential, { x: input }: BatchTensors<typeof types>) => reduceMean(net.forward(input));
    const some = new Map([...weights].slice(1));
    await expect(valueAndGradient({ model, f, types, backend, weights: some })).rejects.toThrow("missing: 0.weight");
  });
});

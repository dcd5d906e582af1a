import { readFileSync } from "node:fs";
import { float32, initialize, Linear, ndarray, referenceBackend } from "@blockzoo/core";
import {
  lbfgs,
  meanSquaredError,
  objectiveOf,
  valueAndGradient,
  type LbfgsOptions,
  type Objective,
  type Vector,
} from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import { expectClose } from "./support.js";

interface Golden {
  readonly gradientTolerance: number;
  readonly results: Readonly<Record<string, { readonly steps: number; readonly value: number; readonly x: number[] }>>;
}
const golden = JSON.parse(readFileSync(new URL("golden/lbfgs.json", import.meta.url), "utf8")) as Golden;

const entries = (count: number, of: (index: number) => number) =>
  Float64Array.from({ length: count }, (_, at) => of(at));

const rosenbrock: Objective = (x) => {
  const gradient = new Float64Array(x.length);
  let value = 0;
  for (let index = 0; index + 1 < x.length; index++) {
    const [a, b] = [x[index]!, x[index + 1]!];
    value += 100 * (b - a * a) ** 2 + (1 - a) ** 2;
    gradient[index]! += -400 * a * (b - a * a) - 2 * (1 - a);
    gradient[index + 1]! += 200 * (b - a * a);
  }
  return { value, gradient };
};
const valley = (variables: number) => ({
  objective: rosenbrock,
  start: entries(variables, (index) => (index % 2 === 0 ? -1.2 : 1)),
});

/** `½ Σ λ (x - 1)²`, from 0. */
function quadratic(eigenvalues: readonly number[]): { objective: Objective; start: Float64Array } {
  return {
    start: new Float64Array(eigenvalues.length),
    objective: (x) => ({
      value: eigenvalues.reduce((sum, eigenvalue, at) => sum + 0.5 * eigenvalue * (x[at]! - 1) ** 2, 0),
      gradient: entries(eigenvalues.length, (at) => eigenvalues[at]! * (x[at]! - 1)),
    }),
  };
}

const powers = Array.from({ length: 50 }, (_, index) => 10 ** ((4 * index) / 49));

describe("L-BFGS beside scipy's", () => {
  const problems = {
    "rosenbrock-2": valley(2),
    "rosenbrock-10": valley(10),
    "quadratic-5": quadratic([1, 2, 3, 4, 5]),
    "quadratic-1e4": quadratic(powers),
  };

  it.each(Object.entries(problems))("%s: the same minimum in as many steps", async (name, problem) => {
    const { gradientTolerance } = golden;
    const found = await lbfgs({ ...problem, steps: 2000, gradientTolerance, changeTolerance: 0 });
    const expected = golden.results[name]!;
    expect(found.reason).toBe("gradient");
    expectClose(found.x, expected.x, 1e-5);
    expect(found.value).toBeLessThan(1e-10);
    expect(found.steps).toBeLessThanOrEqual(1.25 * expected.steps);
    expect(found.evaluations).toBeLessThanOrEqual(1.5 * found.steps + 5);
  });
});

describe("L-BFGS", () => {
  it.each([[[3]], [[1, 10]], [[1, 2, 3, 4, 5]], [[2, 2, 2, 7, 7, 90]]])(
    "with exact searches needs one step for each distinct eigenvalue of %j",
    async (eigenvalues) => {
      const found = await lbfgs({
        ...quadratic(eigenvalues),
        steps: 50,
        gradientTolerance: 1e-7,
        flatness: 1e-3,
      });
      expect(found.reason).toBe("gradient");
      expect(found.steps).toBeLessThanOrEqual(new Set(eigenvalues).size + 1);
      expectClose(
        found.x,
        entries(eigenvalues.length, () => 1),
      );
    },
  );

  it("never goes up, tells of each step and keeps the precision of its start", async () => {
    const values: number[] = [];
    const found = await lbfgs({
      ...valley(10),
      start: Float32Array.from(valley(10).start),
      steps: 60,
      onStep: ({ step, value, x }) => {
        expect(step).toBe(values.length);
        values.push(value);
        expect(rosenbrock(x)).toMatchObject({ value });
      },
    });
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(found.x).toBeInstanceOf(Float32Array);
    expect(found).toMatchObject({ reason: "steps", steps: 60, value: values.at(-1) });
  });

  it("minimises over all parameters of a model", async () => {
    const x = ndarray([[0], [1], [2], [3]]);
    const y = ndarray([[1], [3], [5], [7]]);
    const model = new Linear(1, 1);
    const compiled = await valueAndGradient({
      model,
      f: (line, batch) => meanSquaredError(line.forward(batch.x), batch.y),
      types: { x: float32(4, 1), y: float32(4, 1) },
      backend: referenceBackend(),
    });
    const { objective, start, parametersAt } = objectiveOf(compiled, initialize(model), { x, y });
    const fitted = parametersAt((await lbfgs({ objective, start, steps: 30 })).x);
    expectClose(fitted.get("weight")!.data, [2], 1e-4);
    expectClose(fitted.get("bias")!.data, [1], 1e-4);
    expect(() => objectiveOf(compiled, new Map())).toThrow('no value to begin at of the parameter "weight"');
  });

  it("says that a step changed nothing", async () => {
    const found = await lbfgs({ ...quadratic([1, 100]), steps: 50, changeTolerance: 0.999 });
    expect(found.reason).toBe("change");
  });
});

describe("L-BFGS on objectives that are not as they should be", () => {
  it("goes back from where there is no number", async () => {
    // The minimum is at 1; beyond 1.5 nothing is defined, and the first step from 0 would lead there.
    const objective: Objective = ([x]) => ({
      value: x! > 1.5 ? NaN : 400 * (x! - 1) ** 2,
      gradient: Float64Array.of(800 * (x! - 1)),
    });
    const start = Float64Array.of(0.9);
    const found = await lbfgs({ objective, start, steps: 50, gradientTolerance: 1e-6 });
    expect(found.reason).toBe("gradient");
    expectClose(found.x, [1]);
  });

  it("ends at the start where there is no number around it, or at it", async () => {
    const around: Objective = ([x]) => ({ value: x === 0 ? 1 : Infinity, gradient: Float64Array.of(1) });
    const start = Float64Array.of(0);
    expect(await lbfgs({ objective: around, start, steps: 9 })).toMatchObject({
      reason: "not finite",
      value: 1,
      steps: 0,
    });
    const at: Objective = () => ({ value: 1, gradient: Float64Array.of(NaN) });
    expect(await lbfgs({ objective: at, start, steps: 9 })).toMatchObject({ reason: "not finite", evaluations: 1 });
  });

  it("says that the line search failed where the gradient is wrong", async () => {
    const right = quadratic([1, 2]);
    const objective: Objective = async (x) => {
      const { value, gradient } = await right.objective(x);
      return { value, gradient: gradient.map((entry) => -entry) };
    };
    const found = await lbfgs({ objective, start: Float64Array.of(3, 3), steps: 9 });
    expect(found).toMatchObject({ reason: "line search", steps: 0 });
    expect(found.x).toEqual(Float64Array.of(3, 3));
  });

  it("refuses options that make no sense, and a gradient of another length", async () => {
    const run = (changed: Partial<LbfgsOptions>) => lbfgs({ ...valley(2), steps: 1, ...changed });
    await expect(run({ steps: 0.5 })).rejects.toThrow("lbfgs: steps must be a whole number, got 0.5");
    await expect(run({ history: 0 })).rejects.toThrow("lbfgs: history must be a positive whole number, got 0");
    await expect(run({ trials: 0 })).rejects.toThrow("lbfgs: trials must be a positive whole number, got 0");
    await expect(run({ flatness: 1 })).rejects.toThrow("lbfgs: flatness must be between 0.0001 and 1, got 1");
    await expect(run({ resume: new Map() })).rejects.toThrow("x or step is missing");
    await expect(run({ objective: () => ({ value: 1, gradient: new Float64Array(3) }) })).rejects.toThrow(
      "the objective gave a gradient of 3 values for 2 variables",
    );
  });
});

describe("a run that was stopped", () => {
  it.each([0, 1, 7, 23])("after step %d goes on to the same numbers", async (stop) => {
    const whole: number[] = [];
    const straight = await lbfgs({ ...valley(10), steps: 40, onStep: ({ value }) => void whole.push(value) });
    const controller = new AbortController();
    const parts: number[] = [];
    if (stop === 0) controller.abort();
    const onStep = ({ step, value }: { readonly step: number; readonly value: number }) => {
      parts.push(value);
      if (step === stop) controller.abort();
    };
    const first = await lbfgs({ ...valley(10), steps: 40, signal: controller.signal, onStep });
    expect(first).toMatchObject({ reason: "aborted", steps: stop });
    const second = await lbfgs({ ...valley(10), steps: 40, resume: first.state, onStep });
    expect(parts).toEqual(whole);
    expect(second.x).toEqual(straight.x);
    expect(second.state).toEqual(straight.state);
  });

  it("in the middle of a line search has the point before it", async () => {
    const controller = new AbortController();
    const objective = (x: Vector) => {
      if (x[0] !== -1.2) controller.abort();
      return rosenbrock(x);
    };
    const start = Float64Array.of(-1.2, 1);
    const far: LbfgsOptions = { objective, start, steps: 9, flatness: 1e-3, signal: controller.signal };
    expect(await lbfgs(far)).toMatchObject({ reason: "aborted", x: start, steps: 0 });
  });

  it("is refused with a state of something else", async () => {
    const { state } = await lbfgs({ ...valley(2), steps: 2 });
    await expect(lbfgs({ ...valley(10), steps: 4, resume: state })).rejects.toThrow(
      "has 2 variables, but the objective has 10",
    );
  });
});

import { readFileSync } from "node:fs";
import { ndarray, referenceBackend, tensor, trace, type NDArray, type StateDict } from "@blockzoo/core";
import { arrayDataset, batched } from "@blockzoo/data";
import { fit, memoryCheckpoints, sgd, typesOf, valueAndGradient } from "@blockzoo/train";
import { expectClose, knownValues } from "@blockzoo/testkit";
import { describe, expect, test } from "vitest";
import {
  checkVisible,
  contrastiveDivergence,
  firstVisibleBias,
  persistentChain,
  Rbm,
  type UnitKind,
} from "../src/index.js";

interface Golden {
  readonly rows: number;
  readonly visible: number;
  readonly hidden: number;
  readonly cases: readonly {
    readonly visibleUnits: UnitKind;
    readonly hiddenUnits: UnitKind;
    readonly freeEnergy: readonly number[];
    readonly end: readonly number[];
    readonly gradients: Readonly<Record<string, readonly number[]>>;
  }[];
}

/** Written by tooling/golden/boltzmann.py. */
const golden = JSON.parse(
  readFileSync(new URL("./golden/contrastive-divergence.json", import.meta.url), "utf8"),
) as Golden;
const { rows, visible, hidden } = golden;
const backend = referenceBackend({ float64: true });

const doubles = (values: readonly number[], shape: readonly number[]) => ndarray(Float64Array.from(values), shape);

function uniform(name: string, shape: readonly number[]): NDArray {
  const { data } = knownValues(name, shape);
  return doubles(
    Array.from(data, (value) => (value + 1) / 2),
    shape,
  );
}

function noise(kind: UnitKind, name: string, shape: readonly number[]): NDArray {
  if (kind === "bernoulli") return uniform(name, shape);
  return doubles(
    Array.from(knownValues(name, shape).data, (value) => 1.5 * value),
    shape,
  );
}

describe.each(golden.cases)("$visibleUnits visible, $hiddenUnits hidden units", (expected) => {
  const { visibleUnits, hiddenUnits } = expected;
  const machine = new Rbm({ visible, hidden, visibleUnits, hiddenUnits });
  const data = uniform("data", [rows, visible]);
  const weights: StateDict = new Map([
    ["weight", knownValues("weight", [visible, hidden])],
    ["visibleBias", knownValues("visibleBias", [visible])],
    ["hiddenBias", knownValues("hiddenBias", [hidden])],
  ]);
  const noises = {
    hiddenNoise: noise(hiddenUnits, "hiddenNoise", [rows, hidden]),
    visibleNoise: noise(visibleUnits, "visibleNoise", [rows, visible]),
  };

  test("energy of the data and the chain's end are PyTorch's", async () => {
    const feeds = { v: data, ...noises };
    const graph = trace(
      ({ v, hiddenNoise, visibleNoise }) => ({
        freeEnergy: machine.freeEnergy(v),
        end: machine.gibbs(v, hiddenNoise, visibleNoise).visible,
      }),
      {
        v: typesOf(feeds)["v"]!,
        hiddenNoise: typesOf(feeds)["hiddenNoise"]!,
        visibleNoise: typesOf(feeds)["visibleNoise"]!,
      },
      { model: machine },
    );
    const { outputs } = await (await backend.compile(graph, { weights })).run(feeds);
    expectClose(outputs["freeEnergy"]!, doubles(expected.freeEnergy, [rows]), "golden", "F(v)");
    expectClose(outputs["end"]!, doubles(expected.end, [rows, visible]), "golden", "end of the chain");
  });

  test("the gradient of the loss is the statistic of contrastive divergence", async () => {
    const model = {
      freeEnergy: machine.freeEnergy.bind(machine),
      nextVisible: (v: Parameters<Rbm["nextVisible"]>[0]) =>
        machine.gibbs(v, tensor(noises.hiddenNoise), tensor(noises.visibleNoise)).visible,
    };
    const objective = await valueAndGradient({
      model: machine,
      f: (_, { v }) => contrastiveDivergence(model, v),
      types: { v: typesOf({ v: data })["v"]! },
      backend,
    });
    await objective.state.write(weights);
    const { gradients } = await objective.evaluate({ v: data });
    for (const [name, values] of Object.entries(expected.gradients)) {
      expectClose(gradients.get(name)!, doubles(values, weights.get(name)!.shape), "golden", name);
    }
  });
});

describe("training", () => {
  const x = ndarray([
    [1, 1, 0, 0],
    [0, 0, 1, 1],
  ]);
  const data = batched(arrayDataset({ name: "pairs", arrays: { x } }), { batchSize: 2, sampling: "sequential" });
  const machine = new Rbm({ visible: 4, hidden: 3 });
  const chain = persistentChain(machine, { chains: 5 });
  const options = {
    data,
    loss: (_: unknown, { x: images }: { readonly x: Parameters<Rbm["nextVisible"]>[0] }) =>
      contrastiveDivergence(machine, images, { chain, steps: 2 }),
    optimizer: sgd({ learningRate: 0.1, momentum: 0.5 }),
    backend: referenceBackend(),
    seed: 3,
  };

  test("persistent chains begin at random states, and are carried from step to step", async () => {
    const { weights: first } = await fit({ machine, chain }, { ...options, steps: 1 });
    const { weights: second } = await fit({ machine, chain }, { ...options, steps: 2 });
    const states = [first, second].map((weights) => [...weights.get("chain")!.data]);
    for (const values of states) expect(values.every((value) => value === 0 || value === 1)).toBe(true);
    expect(states[0]).not.toEqual(states[1]);
  });

  test("a run that was stopped goes on to the same weights, chains included", async () => {
    const whole = await fit({ machine, chain }, { ...options, steps: 6 });
    const store = memoryCheckpoints();
    const stop = new AbortController();
    const checkpoint = { to: store, everySteps: 1 };
    const onProgress = ({ step }: { readonly step: number }) => step === 3 && stop.abort();
    await fit({ machine, chain }, { ...options, steps: 6, checkpoint, signal: stop.signal, onProgress });
    const resumed = await fit({ machine, chain }, { ...options, steps: 6, checkpoint, resume: true });
    expect(resumed.weights).toEqual(whole.weights);
  });

  test("steps and chains must be there", () => {
    expect(() => persistentChain(machine, { chains: 0 })).toThrow("chains must be a positive whole number, got 0");
    const types = { v: typesOf({ v: x })["v"]! };
    const traced = () => trace(({ v }) => contrastiveDivergence(machine, v, { steps: 0 }), types, { model: machine });
    expect(traced).toThrow("contrastiveDivergence: steps must be a positive whole number, got 0");
  });
});

test("first visible biases are the odds of the data, and finite", () => {
  const data = ndarray([
    [1, 0, 1],
    [1, 0, 0],
    [1, 0, 0.5],
  ]);
  const { data: biases } = firstVisibleBias(data);
  [Math.log(3.5 / 0.5), Math.log(0.5 / 3.5), 0].forEach((odds, unit) => expect(biases[unit]).toBeCloseTo(odds, 6));
  const means = firstVisibleBias(data, "gaussian").data;
  [1, 0, 0.5].forEach((mean, unit) => expect(means[unit]).toBeCloseTo(mean, 6));
});

describe("values that no visible unit can have", () => {
  test.each([
    ["bernoulli", 255, "mnist: value 1 of [1,3] is 255; Bernoulli units take values from 0 to 1: divide pixels"],
    ["bernoulli", -0.5, "is -0.5; Bernoulli units"],
    ["bernoulli", Number.NaN, "is NaN; Bernoulli units"],
    ["gaussian", Number.NaN, "mnist: value 1 of [1,3] is NaN; Gaussian units take finite numbers"],
    ["gaussian", Infinity, "is Infinity; Gaussian"],
  ] as const)("%s: %d", (units, value, message) => {
    expect(() => checkVisible(ndarray([[0, value, 1]]), units, "mnist")).toThrow(message);
  });

  test("are found before they are learned", () => {
    const bytes = ndarray([[0, 255]]);
    expect(() => firstVisibleBias(bytes)).toThrow("firstVisibleBias: value 1 of [1,2] is 255; Bernoulli units");
  });

  test("all else passes", () => {
    checkVisible(ndarray([[0, 0.5, 1]]), "bernoulli", "mnist");
    checkVisible(ndarray([[-3, 255, 1]]), "gaussian", "patches");
  });
});

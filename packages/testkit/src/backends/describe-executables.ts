import {
  add,
  float32,
  gradients,
  int32,
  Linear,
  mul,
  ndarray,
  Parameter,
  probe,
  random,
  RandomStream,
  reduceMean,
  referenceBackend,
  relu,
  Sequential,
  sub,
  tanh,
  trace,
  trainableParameters,
  uniform,
  type Backend,
  type CompileOptions,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectClose } from "../tolerance.js";

const net = new Sequential(new Linear(4, 8), tanh, new Linear(8, 1));

function trainingStep({ x, y }: { x: Tensor; y: Tensor }) {
  const parameters = [...trainableParameters(net).values()];
  const reads = parameters.map((parameter) => parameter.read());
  const error = sub(net.forward(x), y);
  const loss = reduceMean(mul(error, error));
  gradients(loss, reads).forEach((gradient, index) => {
    parameters[index]!.update(sub(reads[index]!, mul(gradient, 0.1)));
  });
  return { loss };
}

const stepFor = (rows: number) =>
  trace(trainingStep, { x: float32(rows, 4), y: float32(rows, 1) }, { model: net, mode: "train" });
const step = stepFor(16);
const inference = trace(net, { x: float32("N", 4) });

function batch(at: number, rows = 16): Record<"x" | "y", NDArray> {
  const x = new RandomStream(1, "x", at).fillNormal(new Float32Array(4 * rows));
  const y = Float32Array.from({ length: rows }, (_, row) => Math.sin(x[4 * row]!) - x[4 * row + 1]!);
  return { x: ndarray(x, [rows, 4]), y: ndarray(y, [rows, 1]) };
}

/** Tests what the interface of a backend promises: state, shared and not, feeds, random inputs, probes, cancelling, disposing. */
export function describeExecutables(open: () => Promise<Backend>): void {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.dispose());

  test("ten training steps equal the reference", async () => {
    const own = await backend.compile(step, { seed: 3 });
    const reference = await referenceBackend().compile(step, { seed: 3 });
    for (let at = 0; at < 10; at++) {
      const { outputs } = await own.run(batch(at));
      expectClose(
        outputs["loss"]!,
        (await reference.run(batch(at))).outputs["loss"]!,
        "training",
        `loss of step ${at}`,
      );
    }
    const expected = await reference.state.read();
    for (const [name, value] of await own.state.read()) expectClose(value, expected.get(name)!, "training", name);
  });

  test("executables share state", async () => {
    const training = await backend.compile(step);
    const evaluation = await backend.compile(inference, { state: training.state });
    const x = { x: batch(0).x };
    const before = (await evaluation.run(x)).outputs["output"]!;
    await training.run(batch(0));
    const after = (await evaluation.run(x)).outputs["output"]!;
    expect(after.data).not.toEqual(before.data);
    const bound = await backend.compile(inference, { weights: await training.state.read() });
    expectClose((await bound.run(x)).outputs["output"]!, after, "network", "weights bound as constants");
    expect(bound.state.names).toEqual([]);
  });

  test("executables for batches of several shapes write one state in turn", async () => {
    const compileOn = async (on: Backend) => {
      const first = await on.compile(step, { seed: 3 });
      const second = await on.compile(stepFor(5), { seed: 3, state: first.state });
      const evaluation = await on.compile(inference, { state: first.state });
      return { first, second, evaluation };
    };
    const [own, reference] = [await compileOn(backend), await compileOn(referenceBackend())];
    for (let at = 0; at < 8; at++) {
      const [which, rows] = at % 3 === 0 ? (["first", 16] as const) : (["second", 5] as const);
      const [found, expected] = [
        await own[which].run(batch(at, rows), { step: at }),
        await reference[which].run(batch(at, rows), { step: at }),
      ];
      expectClose(found.outputs["loss"]!, expected.outputs["loss"]!, "training", `loss of step ${at}`);
    }
    const x = { x: batch(9).x };
    const seen = (await own.evaluation.run(x)).outputs["output"]!;
    expectClose(seen, (await reference.evaluation.run(x)).outputs["output"]!, "training", "the evaluation");
    // The one whose state it was at first goes, the state stays.
    own.first.dispose();
    await own.second.run(batch(8, 5), { step: 8 });
    await reference.second.run(batch(8, 5), { step: 8 });
    const expected = await reference.second.state.read();
    for (const [name, value] of await own.second.state.read()) {
      expectClose(value, expected.get(name)!, "training", name);
    }
    own.second.dispose();
    own.evaluation.dispose();
  });

  test("weights that are bound do not change, and fit", async () => {
    const count = new Parameter([], uniform({ bound: 0 }));
    const graph = trace(() => (count.update(add(count, 1)), { count: count.read() }), {}, { model: { count } });
    const executable = await backend.compile(graph, { weights: new Map([["count", ndarray(5)]]) });
    const runs = [await executable.run({}), await executable.run({})];
    expect(runs.map(({ outputs }) => outputs["count"]!.data[0])).toEqual([6, 6]);
    expect(executable.state.names).toEqual([]);
    await expect(backend.compile(graph, { weights: new Map([["count", ndarray([5])]]) })).rejects.toThrow(
      'the weight "count" is float32[1], but the graph expects float32[]',
    );
  });

  test("options that do not exist are refused", async () => {
    await expect(backend.compile(inference, { weight: new Map() } as CompileOptions)).rejects.toThrow(
      'compile: there is no option "weight"; did you mean "weights"?',
    );
  });

  test("state is read, written and checked", async () => {
    const executable = await backend.compile(inference);
    const zeros = new Map([
      ["2.bias", ndarray([7])],
      ["2.weight", ndarray(new Float32Array(8), [1, 8])],
    ]);
    await executable.state.write(zeros);
    expect((await executable.run({ x: batch(0).x })).outputs["output"]!.data).toEqual(new Float32Array(16).fill(7));
    await expect(executable.state.write(new Map([["2.bias", ndarray([7, 8])]]))).rejects.toThrow(
      'state "2.bias" is float32[1]',
    );
    const other = trace(new Linear(4, 2), { x: float32(1, 4) });
    await expect(backend.compile(other, { state: executable.state })).rejects.toThrow('no state "weight"');
  });

  test("runs that are asked for at once go one after the other", async () => {
    const count = new Parameter([], uniform({ bound: 0 }));
    const graph = trace(() => (count.update(add(count, 1)), { count: count.read() }), {}, { model: { count } });
    const executable = await backend.compile(graph);
    const runs = await Promise.all([1, 2, 3].map(() => executable.run({})));
    expect(runs.map(({ outputs }) => outputs["count"]!.data[0])).toEqual([1, 2, 3]);
    expect(executable.report().runs).toBe(3);
  });

  test("named dimensions stay open", async () => {
    const executable = await backend.compile(inference);
    for (const rows of [1, 5]) {
      const { outputs } = await executable.run({ x: ndarray(new Float32Array(4 * rows), [rows, 4]) });
      expect(outputs["output"]!.shape).toEqual([rows, 1]);
    }
  });

  test("random inputs follow seed and step", async () => {
    const graph = trace(() => random.normal([4]), {});
    const executable = await backend.compile(graph, { seed: 5 });
    const reference = await referenceBackend().compile(graph, { seed: 5 });
    const first = (await executable.run({})).outputs["output"]!;
    const second = (await executable.run({})).outputs["output"]!;
    expect(second.data).not.toEqual(first.data);
    expect((await executable.run({}, { step: 0 })).outputs["output"]!.data).toEqual(first.data);
    expectClose(first, (await reference.run({})).outputs["output"]!, "op", "random numbers");
  });

  test("probes report", async () => {
    const graph = trace(({ x }) => relu(probe(x, "before")), { x: float32("N", 2) });
    const { probes } = await (
      await backend.compile(graph)
    ).run({
      x: ndarray([
        [1, 2],
        [3, -2],
      ]),
    });
    expect(probes).toEqual([
      {
        label: "before",
        path: "",
        shape: [2, 2],
        mean: 1,
        deviation: expect.closeTo(Math.sqrt(3.5)),
        minimum: -2,
        maximum: 3,
      },
    ]);
  });

  test("doubles are fed as floats", async () => {
    const executable = await backend.compile(trace(({ x }) => relu(x), { x: float32(2) }));
    const { outputs } = await executable.run({ x: ndarray(Float64Array.of(-1, 0.1), [2]) });
    expectClose(outputs["output"]!, ndarray(Float32Array.of(0, 0.1)), "exact", "doubles as floats");
  });

  test("feeds are checked before anything runs", async () => {
    const executable = await backend.compile(
      trace(({ x, i }) => ({ x: relu(x), i }), { x: float32("N", 2), i: int32(1) }),
    );
    const x = ndarray([[1, 2]]);
    const i = ndarray([0], [1], "int32");
    await expect(executable.run({ x })).rejects.toThrow('the input "i" is missing');
    await expect(executable.run({ x, i, z: x })).rejects.toThrow('there is no input "z"');
    await expect(executable.run({ x: i, i })).rejects.toThrow('the input "x" expects float32[N,2]');
    expect(executable.report().runs).toBe(0);
  });

  test("a run can be cancelled before it starts, and not be asked of what was disposed", async () => {
    const executable = await backend.compile(trace(({ x }) => relu(x), { x: float32(1) }));
    const feeds = { x: ndarray([1]) };
    await expect(executable.run(feeds, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    executable.dispose();
    await expect(executable.run(feeds)).rejects.toThrow("was disposed");
    const own = await open();
    await own.dispose();
    await expect(own.compile(inference)).rejects.toThrow("was disposed");
  });
}

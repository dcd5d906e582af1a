// Recurrent nets by hand, and each sequence of a padded batch alone. PyTorch's values are in the testkit.
import { describe, expect, it } from "vitest";
import {
  add,
  type Block,
  BlockzooError,
  evaluate,
  float32,
  gradients,
  GRU,
  GRUCell,
  initialize,
  int32,
  LSTM,
  LSTMCell,
  MinimalGRU,
  MinimalGRUCell,
  mul,
  ndarray,
  type NDArray,
  RandomStream,
  reduceSum,
  referenceBackend,
  reshape,
  RNN,
  RNNCell,
  slice,
  stateOf,
  type Structure,
  tensor,
  type Tensor,
  trace,
  trainableParameters,
} from "../src/index.js";

const backend = referenceBackend({ float64: true });
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Runs a block with chosen weights on the reference, in double precision. */
async function run(
  block: Block,
  weights: ReadonlyMap<string, NDArray>,
  forward: (x: Record<string, Tensor>) => Structure<Tensor>,
  feeds: Record<string, NDArray>,
): Promise<Record<string, number[]>> {
  const types = Object.fromEntries(
    Object.entries(feeds).map(([name, { dtype, shape }]) => [
      name,
      dtype === "int32" ? int32(...shape) : float32(...shape),
    ]),
  );
  const executable = await backend.compile(trace(forward as never, types, { model: block }), { weights });
  const { outputs } = await executable.run(feeds, { step: 0 });
  return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, [...data]]));
}

/** Weights of one unit for one input, written as rows: what PyTorch stacks in one tensor. */
function unit(block: Block, values: Readonly<Record<string, readonly number[]>>): Map<string, NDArray> {
  return new Map(
    stateOf(block).map(({ name, value: { shape } }) => {
      const given = Object.entries(values).find(([start]) => name.startsWith(start))![1];
      return [name, ndarray([...given], shape)];
    }),
  );
}

const numbers = (values: readonly number[], shape: readonly number[]) => ndarray(Float64Array.from(values), [...shape]);
const one = (value: number) => numbers([value], [1, 1]);

describe("cells of one unit, by hand", () => {
  // Eighths and sixteenths, which single precision holds exactly.
  const [x, h, c] = [0.6875, -0.375, 0.3125];
  const w = [0.5, -1.25, 0.8125, 0.3125];
  const u = [-0.625, 0.875, 1.125, -0.75];
  const [b, d] = [
    [0.125, -0.1875, 0.3125, -0.375],
    [0.0625, 0.1875, -0.25, 0.375],
  ] as const;
  const rows = (count: number) => ({
    weight_ih: w.slice(0, count),
    weight_hh: u.slice(0, count),
    bias_ih: b.slice(0, count),
    bias_hh: d.slice(0, count),
  });
  const sum = (row: number, state = h) => w[row]! * x + b[row]! + u[row]! * state + d[row]!;

  it.each([
    ["tanh", Math.tanh(sum(0))],
    ["relu", Math.max(0, sum(0))],
  ] as const)("RNN with %s", async (nonlinearity, expected) => {
    const cell = new RNNCell(1, 1, { nonlinearity });
    const found = await run(cell, unit(cell, rows(1)), ({ x, h }) => cell.forward(x!, h!), { x: one(x), h: one(h) });
    expect(found["output"]![0]).toBeCloseTo(expected, 12);
  });

  it.each([false, true])("LSTM, peepholes %s", async (peepholes) => {
    const cell = new LSTMCell(1, 1, { peepholes });
    const [pi, pf, po] = peepholes ? [0.375, -0.3125, 0.625] : [0, 0, 0];
    const next = sigmoid(sum(1) + pf * c) * c + sigmoid(sum(0) + pi * c) * Math.tanh(sum(2));
    const shown = sigmoid(sum(3) + po * next) * Math.tanh(next);
    const weights = unit(cell, { ...rows(4), weight_peephole: [pi, pf, po] });
    const found = await run(cell, weights, ({ x, h, c }) => cell.forward(x!, { h: h!, c: c! }), {
      x: one(x),
      h: one(h),
      c: one(c),
    });
    expect(found["h"]![0]).toBeCloseTo(shown, 12);
    expect(found["c"]![0]).toBeCloseTo(next, 12);
  });

  it.each([
    ["product", "state"],
    ["product", "new"],
    ["state", "state"],
    ["state", "new"],
  ] as const)("GRU that resets the %s and passes the %s", async (resets, updatePasses) => {
    const cell = new GRUCell(1, 1, { resets, updatePasses });
    const [r, z] = [sigmoid(sum(0)), sigmoid(sum(1))];
    const reset = resets === "product" ? r * (u[2]! * h + d[2]) : u[2]! * (r * h) + d[2];
    const n = Math.tanh(w[2]! * x + b[2] + reset);
    const expected = updatePasses === "state" ? (1 - z) * n + z * h : (1 - z) * h + z * n;
    const found = await run(cell, unit(cell, rows(3)), ({ x, h }) => cell.forward(x!, h!), { x: one(x), h: one(h) });
    expect(found["output"]![0]).toBeCloseTo(expected, 12);
  });

  it("minimal GRU", async () => {
    const cell = new MinimalGRUCell(1, 1);
    const f = sigmoid(sum(0));
    const expected = (1 - f) * h + f * Math.tanh(sum(1, f * h));
    const found = await run(cell, unit(cell, rows(2)), ({ x, h }) => cell.forward(x!, h!), { x: one(x), h: one(h) });
    expect(found["output"]![0]).toBeCloseTo(expected, 12);
  });
});

describe("gates", () => {
  const size = 3;
  const hidden = 4;
  const drawn = (block: Block) => new Map(initialize(block, { seed: 4 }));
  const draw = (shape: readonly number[], name: string) =>
    ndarray(new RandomStream(1, name).fillUniform(new Float32Array(shape.reduce((a, b) => a * b)), -1, 1), [...shape]);

  it("hold a cell for 1,000 steps where forget is 1 and input is 0", async () => {
    const lstm = new LSTM(1, 1);
    const shut = {
      weight_ih: [0, 0, 0, 0],
      weight_hh: [0, 0, 0, 0],
      bias_ih: [-1e3, 1e3, 5, 0],
      bias_hh: [0, 0, 0, 0],
    };
    const feeds = { x: draw([1000, 1, 1], "noise"), h: numbers([0], [1, 1, 1]), c: numbers([0.625], [1, 1, 1]) };
    const found = await run(
      lstm,
      unit(lstm, shut),
      ({ x, h, c }) => lstm.forward(x!, { initial: { h: h!, c: c! } }).state,
      feeds,
    );
    expect(found["c"]).toEqual([0.625]);
  });

  it("of a GRU agree in both conventions of the update where its sums change sign", async () => {
    const [passing, renewing] = [new GRU(size, hidden), new GRU(size, hidden, { updatePasses: "new" })];
    const weights = drawn(passing);
    const turned = new Map(
      [...weights].map(([name, value]) => {
        const data = Float32Array.from(value.data);
        const [from, to] = [data.length / 3, (2 * data.length) / 3];
        return [name, { ...value, data: data.map((each, at) => (at >= from && at < to ? -each : each)) }] as const;
      }),
    );
    const feeds = { x: draw([6, 2, size], "x") };
    const [a, b] = [
      await run(passing, weights, ({ x }) => passing.forward(x!).output, feeds),
      await run(renewing, turned, ({ x }) => renewing.forward(x!).output, feeds),
    ];
    a["output"]!.forEach((value, at) => expect(value).toBeCloseTo(b["output"]![at]!, 12));
  });

  it.each(["product", "state"] as const)(
    "of a GRU that are shut ignore the state, reset acting on the %s",
    async (resets) => {
      const cell = new GRUCell(1, 1, { resets });
      const weights = unit(cell, {
        weight_ih: [0, 0, 0.5],
        weight_hh: [0, 0, 3],
        bias_ih: [-1e3, -1e3, 0],
        bias_hh: [0, 0, 0],
      });
      const found = await run(cell, weights, ({ x, h }) => cell.forward(x!, h!), { x: one(2), h: one(0.875) });
      expect(found["output"]![0]).toBeCloseTo(Math.tanh(1), 12);
    },
  );
});

describe("a step in two halves", () => {
  it("gives what a cell gives, its input's share made for all steps at once", async () => {
    const cells = {
      rnn: new RNNCell(2, 3),
      gru: new GRUCell(2, 3, { resets: "state" }),
      minimal: new MinimalGRUCell(2, 3),
    };
    const lstm = new LSTMCell(2, 3, { peepholes: true });
    const found = await evaluate(
      () => {
        const sequence = tensor([[[0.5, -1]], [[2, 0.25]]]);
        const [h, c] = [tensor([[0.1, -0.2, 0.3]]), tensor([[-0.4, 0.5, 0.6]])];
        const last = slice(sequence, { axes: [0], starts: [1], ends: [2] });
        const second = reshape(last, [1, 2]);
        const shareOf = (share: (x: Tensor) => Tensor) => {
          const shares = share(sequence);
          return reshape(slice(shares, { axes: [0], starts: [1], ends: [2] }), [1, shares.shape[2]!]);
        };
        const halves = Object.entries(cells).map(([name, cell]) => {
          const { share, step } = cell.recurrence();
          return [name, { halves: step(shareOf(share), { h }).h, whole: cell.forward(second, h) }];
        });
        const { share, step } = lstm.recurrence();
        return {
          ...(Object.fromEntries(halves) as Record<string, Record<"halves" | "whole", Tensor>>),
          lstm: { halves: step(shareOf(share), { h, c }).c, whole: lstm.forward(second, { h, c }).c },
        };
      },
      { model: { ...cells, lstm } },
    );
    for (const { halves, whole } of Object.values(found)) {
      halves.data.forEach((value, at) => expect(value).toBeCloseTo(whole.data[at]!, 12));
    }
  });
});

describe("a padded batch", () => {
  const lengths = [4, 1, 6, 0];
  const steps = 6;
  const nets = {
    RNN: new RNN(3, 4, { layers: 2, bidirectional: true }),
    LSTM: new LSTM(3, 4, { layers: 2, bidirectional: true, peepholes: true }),
    GRU: new GRU(3, 4, { layers: 2, bidirectional: true }),
    "GRU in reverse": new GRU(3, 4, { reverse: true, resets: "state" }),
    "minimal GRU": new MinimalGRU(3, 4, { layers: 2, bidirectional: true }),
  };
  const stream = new RandomStream(2, "padded");
  const x = ndarray(stream.fillUniform(new Float32Array(steps * lengths.length * 3), -1, 1), [
    steps,
    lengths.length,
    3,
  ]);
  const sequence = (index: number, length: number) =>
    ndarray(
      Float32Array.from({ length: length * 3 }, (_, at) => x.data[(Math.floor(at / 3) * 4 + index) * 3 + (at % 3)]!),
      [length, 1, 3],
    );

  it.each(Object.entries(nets))("gives each sequence what it gets alone, gradients too: %s", async (_, net) => {
    const weights = new Map(initialize(net, { seed: 1 }));
    const parameters = [...trainableParameters(net)];
    const study = ({ x, lengths: given }: Record<string, Tensor>) => {
      const { output, last, state } = net.forward(x!, { lengths: given });
      const states =
        "h" in state ? add(reduceSum(mul(state.h, 0.3)), reduceSum(mul(state.c, state.c))) : reduceSum(mul(state, 0.3));
      const total = add(add(reduceSum(mul(output, output)), reduceSum(mul(last, last))), states);
      const wanted = gradients(total, [x!, ...parameters.map(([, value]) => value)]);
      return {
        last,
        total,
        dx: wanted[0]!,
        ...Object.fromEntries(parameters.map(([name], at) => [name, wanted[at + 1]!])),
      };
    };
    const together = await run(net, weights, study, { x, lengths: ndarray(lengths, [4], "int32") });
    const alone: (Record<string, number[]> | undefined)[] = [];
    for (const [index, length] of lengths.entries()) {
      alone.push(length === 0 ? undefined : await run(net, weights, study, { x: sequence(index, length) }));
    }

    const width = together["last"]!.length / 4;
    alone.forEach((found, index) => {
      const last = together["last"]!.slice(index * width, (index + 1) * width);
      // A sequence without a step ends as it began.
      (found?.["last"] ?? last.map(() => 0)).forEach((value, at) => expect(last[at]).toBeCloseTo(value, 12));
    });
    const sums = ["total", ...parameters.map(([name]) => name)];
    for (const name of sums) {
      together[name]!.forEach((value, at) =>
        expect(value).toBeCloseTo(
          alone.reduce((sum, found) => sum + (found?.[name]![at] ?? 0), 0),
          10,
        ),
      );
    }
    together["dx"]!.forEach((value, at) => {
      const [step, index, feature] = [Math.floor(at / 12), Math.floor(at / 3) % 4, at % 3];
      const own = step < lengths[index]! ? alone[index]!["dx"]![step * 3 + feature]! : 0;
      expect(value).toBeCloseTo(own, 12);
    });
  });

  it("shows nothing at padding", async () => {
    const net = nets.LSTM;
    const weights = new Map(initialize(net, { seed: 1 }));
    const feeds = { x, lengths: ndarray(lengths, [4], "int32") };
    const found = await run(
      net,
      weights,
      ({ x, lengths: given }) => net.forward(x!, { lengths: given! }).output,
      feeds,
    );
    found["output"]!.forEach((value, at) => {
      const [step, index] = [Math.floor(at / 32), Math.floor(at / 8) % 4];
      expect(value !== 0).toBe(step < lengths[index]!);
    });
  });
});

describe("a state", () => {
  it("goes on where a window ended: two windows give what the whole sequence gives", async () => {
    const net = new LSTM(2, 3, { layers: 2 });
    const found = await evaluate(
      () => {
        const x = tensor(Array.from({ length: 6 }, (_, t) => [[Math.sin(t), Math.cos(2 * t)]]));
        const half = (from: number) =>
          tensor(Array.from({ length: 3 }, (_, t) => [[Math.sin(from + t), Math.cos(2 * (from + t))]]));
        const whole = net.forward(x);
        const second = net.forward(half(3), { initial: net.forward(half(0)).state });
        return { whole: { last: whole.last, ...whole.state }, windows: { last: second.last, ...second.state } };
      },
      { model: { net } },
    );
    expect(found.windows.h.shape).toEqual([2, 1, 3]);
    for (const part of ["last", "h", "c"] as const) {
      found.whole[part].data.forEach((value, at) => expect(found.windows[part].data[at]).toBeCloseTo(value, 6));
    }
  });
});

describe("dropout", () => {
  const net = new GRU(3, 4, { layers: 3, bidirectional: true, dropout: 0.5 });
  const draws = (mode: "train" | "eval") =>
    trace(({ x }) => net.forward(x).output, { x: float32(5, 2, 3) }, { model: net, mode }).random;

  it("acts between layers, on all that is handed up, while training", () => {
    expect(draws("train").map(({ tensor: { shape } }) => shape)).toEqual([
      [5, 2, 8],
      [5, 2, 8],
    ]);
    expect(draws("eval")).toEqual([]);
  });
});

describe("mistakes are named", () => {
  const x = { x: float32(5, 2, 3) };
  const message = (attempt: () => unknown) => {
    try {
      attempt();
    } catch (error) {
      expect(error).toBeInstanceOf(BlockzooError);
      return (error as Error).message;
    }
    throw new Error("nothing was thrown");
  };

  it("of sizes and options", () => {
    expect(message(() => new LSTM(3, 4, { layers: 0 }))).toMatch(/whole number of layers, at least 1, got 0/);
    expect(message(() => new GRU(3, 4, { bidirectional: true, reverse: true }))).toMatch(/choose one/);
    expect(message(() => new RNN(3, 4, { dropout: 0.5 }))).toMatch(/between layers, but has one/);
    expect(message(() => new RNN(3, 4, { layers: 2, dropout: 1 }))).toMatch(/below 1, got 1/);
  });

  it("of names: a state where options are expected, an option that does not exist", () => {
    const net = new GRU(3, 4);
    expect(message(() => trace(({ x }) => net.forward(x, x as never).last, x, { model: { net } }))).toMatch(
      /GRU\.forward\(x, \.\.\.\): there is no option .*The options are initial, lengths/,
    );
    expect(message(() => new LSTM(3, 4, { peephole: true } as object))).toMatch(/did you mean "peepholes"/);
    expect(message(() => new RNNCell(3, 4, { layers: 2 } as object))).toMatch(/there is no option "layers"/);
  });

  it("of inputs", () => {
    const net = new LSTM(3, 4, { layers: 2 });
    const forward = (
      inputs: Record<string, ReturnType<typeof float32>>,
      call: (x: Record<string, Tensor>) => unknown,
    ) => message(() => trace(call as never, inputs, { model: { net } }));
    expect(forward({ x: float32(5, 3) }, ({ x }) => net.forward(x!))).toMatch(/net: expects a sequence \[T, N, 3\]/);
    expect(forward({ ...x, n: float32(2) }, ({ x, n }) => net.forward(x!, { lengths: n! }))).toMatch(
      /expects lengths int32\[2\].*got float32\[2\]/,
    );
    expect(
      forward({ ...x, h: float32(1, 2, 4) }, ({ x, h }) => net.forward(x!, { initial: { h: h!, c: h! } })),
    ).toMatch(/expects the initial h as float32\[2,2,4\].*got float32\[1,2,4\]/);
  });
});

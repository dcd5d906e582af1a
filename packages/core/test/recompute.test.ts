// What gradients compute again, in the place of remembering it: the same numbers, from less that is kept.
import { describe, expect, it } from "vitest";
import {
  add,
  BatchNorm2d,
  Block,
  Conv2d,
  Dropout,
  float32,
  globalAveragePool,
  gradients,
  Linear,
  LSTM,
  mul,
  numericShape,
  optimize,
  Parameter,
  printGraph,
  recompute,
  reduceMean,
  reduceSum,
  referenceBackend,
  relu,
  scan,
  sizeOf,
  square,
  tanh,
  trace,
  trainableParameters,
  values,
  verify,
  type Graph,
  type Tensor,
  type TensorSource,
} from "../src/index.js";
import { drawn } from "./support.js";

/** Convolution, statistics of the batch, a mask. */
class Unit extends Block {
  readonly conv = new Conv2d(4, 4, 3, { padding: 1 });
  readonly norm = new BatchNorm2d(4);
  readonly dropout = new Dropout(0.3);
  forward(x: Tensor): Tensor {
    return add(x, x.pipe(this.conv, this.norm, relu, this.dropout));
  }
}

class Net extends Block {
  readonly units = [new Unit(), new Unit(), new Unit(), new Unit()];
  readonly head = new Linear(4, 2);
  forward(x: Tensor): Tensor {
    return this.head.forward(globalAveragePool(this.units.reduce((value, unit) => unit.forward(value), x)));
  }
}

type Network = Block & { forward(x: Tensor): Tensor };

const meanSquare = (model: Network, x: Tensor) => reduceMean(square(model.forward(x)));

/** A step of gradient descent, which returns the gradients as well. */
function stepOf(model: Network, shape: readonly number[], lossOf = meanSquare): Graph {
  const step = ({ x }: { readonly x: Tensor }) => {
    const parameters = trainableParameters(model);
    const loss = lossOf(model, x);
    const found = gradients(loss, [...parameters.values(), x]);
    [...parameters.values()].forEach((parameter, index) => parameter.update(add(parameter, mul(found[index]!, -0.1))));
    return { loss, gradients: found };
  };
  return verify(trace(step, { x: float32(...shape) }, { model, mode: "train" }));
}

/** All numbers that two steps give and leave behind. */
async function numbersOf(graph: Graph): Promise<ReadonlyMap<string, ArrayLike<number>>> {
  const executable = await referenceBackend({ float64: true }).compile(graph, { seed: 4 });
  const x = drawn(...numericShape(graph.inputs[0]!.tensor.shape, "x"));
  await executable.run({ x });
  const { outputs } = await executable.run({ x });
  const all = [...Object.entries(outputs), ...(await executable.state.read())];
  return new Map(all.map(([name, { data }]) => [name, data]));
}

/** How many nodes of an op a runtime would run. */
const count = (graph: Graph, op: string) => optimize(graph).nodes.filter((node) => node.op === op).length;

/** The most elements that are kept at one time, of what is computed in the order of the nodes. */
function largestKept(source: Graph): number {
  const { nodes, outputs, state } = optimize(source);
  const last = new Map<Tensor, number>();
  nodes.forEach(({ inputs }, at) => inputs.forEach((input) => last.set(input, at)));
  for (const { tensor } of outputs) last.set(tensor, nodes.length);
  for (const { output } of state) if (output !== undefined) last.set(output, nodes.length);
  const size = ({ shape }: Tensor) => sizeOf(numericShape(shape, "kept"));
  let [kept, most] = [0, 0];
  const ends = new Map<number, number>();
  nodes.forEach((node, at) => {
    if (node.definition !== undefined) {
      for (const tensor of node.outputs) {
        const end = last.get(tensor) ?? at;
        kept += size(tensor);
        ends.set(end, (ends.get(end) ?? 0) + size(tensor));
      }
    }
    most = Math.max(most, kept);
    kept -= ends.get(at) ?? 0;
  });
  return most;
}

const units = ["units.0", "units.1", "units.2", "units.3"];
const shape = [2, 4, 5, 5];

describe("recompute", () => {
  it("changes no bit of losses, gradients, weights and running statistics", async () => {
    const expected = await numbersOf(stepOf(new Net(), shape));
    expect(await numbersOf(stepOf(recompute(new Net(), ...units), shape))).toEqual(expected);
    // The mask is drawn for each step: with other random numbers the losses differ.
    expect(expected.get("gradients.0")).not.toEqual(new Float64Array(expected.get("gradients.0")!.length));
  });

  it("runs the forward pass of the blocks once more, and records statistics once", () => {
    const [plain, again] = [stepOf(new Net(), shape), stepOf(recompute(new Net(), "units.1", "units.2"), shape)];
    expect(count(plain, "conv")).toBeGreaterThanOrEqual(4);
    expect(count(again, "conv") - count(plain, "conv")).toBe(2);
    expect(count(again, "less") - count(plain, "less")).toBeGreaterThanOrEqual(2);
    const updated = ({ state }: Graph) => state.filter(({ output }) => output !== undefined).map(({ name }) => name);
    expect(updated(again)).toEqual(updated(plain));
    expect(again.random.map(({ stream }) => stream)).toEqual(plain.random.map(({ stream }) => stream));
  });

  it("keeps less", () => {
    const deep = () => {
      const net = new Net();
      net.units.push(...Array.from({ length: 12 }, () => new Unit()));
      return net;
    };
    const all = Array.from({ length: 16 }, (_, index) => `units.${index}`);
    const wide = [8, 4, 16, 16];
    const [plain, again] = [stepOf(deep(), wide), stepOf(recompute(deep(), ...all), wide)];
    expect(largestKept(again)).toBeLessThan(0.5 * largestKept(plain));
  });

  it("leaves the graph alone where there are no gradients, and where nothing is marked", () => {
    const forward = (model: Net) => printGraph(trace(model, { x: float32(...shape) }, { mode: "train" }));
    expect(forward(recompute(new Net(), ...units))).toBe(forward(new Net()));
    expect(printGraph(stepOf(recompute(new Net()), shape))).toBe(printGraph(stepOf(new Net(), shape)));
  });

  it("can be differentiated again", async () => {
    const penalized = (model: Network, x: Tensor) => {
      const loss = meanSquare(model, x);
      const [slope] = gradients(loss, [x]);
      return add(loss, reduceSum(square(slope!)));
    };
    const expected = await numbersOf(stepOf(new Net(), shape, penalized));
    const found = await numbersOf(stepOf(recompute(new Net(), ...units), shape, penalized));
    expect([...found.keys()]).toEqual([...expected.keys()]);
    // The terms of a sum may come in another order.
    for (const [name, numbers] of expected) {
      Array.from(numbers).forEach((value, index) => expect(found.get(name)![index]).toBeCloseTo(value, 12));
    }
  });

  it("holds for blocks with loops, blocks in loops, and blocks in such blocks", async () => {
    class Looping extends Block {
      readonly first = new LSTM(3, 4);
      readonly second = new LSTM(4, 4);
      forward(x: Tensor): Tensor {
        return this.second.forward(this.first.forward(x).output).last;
      }
    }
    class Cell extends Block {
      readonly inner = new Linear(4, 8);
      readonly outer = new Linear(8, 4);
      forward(x: Tensor): Tensor {
        return tanh(this.outer.forward(tanh(this.inner.forward(x))));
      }
    }
    class InLoop extends Block {
      readonly cell = new Cell();
      forward(x: Tensor): Tensor {
        const step = (h: Tensor, slice: Tensor) => ({ carry: this.cell.forward(add(h, slice)), output: h });
        const zero = mul(reduceSum(x, { axes: [0] }), 0);
        return scan(step, { initial: zero, sequences: x }).carry;
      }
    }
    const cases: [() => Network, number[], string[]][] = [
      [() => new Looping(), [5, 2, 3], ["first", "second"]],
      [() => new InLoop(), [5, 2, 4], ["cell"]],
      [() => new Net(), shape, ["units.0", "units.0.conv", "units.1.norm", "units.1"]],
      [() => new Net(), shape, [""]],
    ];
    for (const [create, input, paths] of cases) {
      const expected = await numbersOf(stepOf(create(), input));
      expect(await numbersOf(stepOf(recompute(create(), ...paths), input))).toEqual(expected);
    }
  });

  it("computes a block in a loop again in the loop of the gradient", () => {
    class InLoop extends Block {
      readonly cell = new Linear(4, 4);
      forward(x: Tensor): Tensor {
        const step = (h: Tensor, slice: Tensor) => ({ carry: tanh(this.cell.forward(add(h, slice))), output: h });
        return scan(step, { initial: mul(reduceSum(x, { axes: [0] }), 0), sequences: x }).carry;
      }
    }
    expect(printGraph(stepOf(recompute(new InLoop(), "cell"), [5, 2, 4]))).not.toBe(
      printGraph(stepOf(new InLoop(), [5, 2, 4])),
    );
  });

  it("keeps infinities, zeros of either sign, and what is not a number", async () => {
    class Given extends Block {
      readonly given = new Parameter([4], values(drawn(4)));
      readonly own = new Gate(this.given);
      forward(x: Tensor): Tensor {
        return this.own.forward(x);
      }
    }
    class Gate extends Block {
      readonly #scale: TensorSource;
      constructor(scale: TensorSource) {
        super();
        this.#scale = scale;
      }
      forward(x: Tensor): Tensor {
        return mul(mul(x, x), this.#scale);
      }
    }
    const special = { dtype: "float32", shape: [4], data: Float64Array.of(Infinity, -0, 0, NaN) } as const;
    const run = async (model: Network) => {
      const graph = stepOf(model, [4]);
      const executable = await referenceBackend({ float64: true }).compile(graph);
      return (await executable.run({ x: special })).outputs;
    };
    expect(await run(recompute(new Given(), "own"))).toEqual(await run(new Given()));
  });

  it("names what is at a path where there is no block", () => {
    expect(() => recompute(new Net(), "units.9")).toThrow('there is no block "units.9"');
  });
});

// What the passes take out of loops: the same values, from loops that do less.
import { describe, expect, it } from "vitest";
import {
  add,
  AdditiveAttention,
  Block,
  concat,
  exp,
  float32,
  gradients,
  GRU,
  GRUCell,
  initialize,
  int32,
  LSTM,
  matMul,
  MinimalGRU,
  mul,
  ndarray,
  optimize,
  random,
  reduceSum,
  referenceBackend,
  RNN,
  scan,
  shareBetweenLoops,
  softmax,
  squeeze,
  tanh,
  tensor,
  trace,
  trainableParameters,
  transpose,
  unsqueeze,
  verify,
  type Graph,
  type NDArray,
  type Node,
  type Tensor,
} from "../src/index.js";
import { drawn, largest } from "./support.js";

const lightened = (graph: Graph) => verify(optimize(verify(shareBetweenLoops(verify(graph)))));
const loops = (graph: Graph) => graph.nodes.filter(({ op }) => op === "scan");
const body = (loop: Node) => loop.attributes["body"] as Graph;
const opsOf = (loop: Node) => body(loop).nodes.map(({ op }) => op);
const count = (loop: Node, op: string) => opsOf(loop).filter((each) => each === op).length;

async function run(graph: Graph, feeds: Record<string, NDArray>, model?: Block) {
  const executable = await referenceBackend({ float64: true }).compile(graph, {
    seed: 3,
    ...(model && { weights: initialize(model) }),
  });
  return (await executable.run(feeds, { step: 0 })).outputs;
}

/** The largest difference that the passes make, in double precision. */
async function changeOf(graph: Graph, feeds: Record<string, NDArray>, model?: Block): Promise<number> {
  const [before, after] = [await run(graph, feeds, model), await run(lightened(graph), feeds, model)];
  return Math.max(...Object.entries(before).map(([name, value]) => largest(value, after[name]!)));
}

const sumOfSquares = (x: Tensor) => reduceSum(mul(x, x));

/** A decoder that looks back at the sequence in each step, as Bahdanau's does. */
class Aligning extends Block {
  readonly attention = new AdditiveAttention(4, 4, 5);
  readonly cell = new GRUCell(8, 4);

  forward(x: Tensor): Tensor {
    const memory = transpose(x, [1, 0, 2]);
    const keys = this.attention.key.forward(memory);
    const { outputs } = scan(
      (h, slice) => {
        const context = squeeze(this.attention.forward(unsqueeze(h, [1]), memory, { keys }).output, [1]);
        const next = this.cell.forward(concat([slice, context], 1), h);
        return { carry: next, output: concat([next, context], 1) };
      },
      { initial: reduceSum(x, { axes: [0] }), sequences: x },
    );
    return outputs;
  }
}

/** Loss and gradients with respect to the input and all weights of a block. */
function study(model: Block & { forward(x: Tensor): Tensor }, shape: readonly [number, number, number]): Graph {
  const build = ({ x }: Record<string, Tensor>) => {
    const loss = sumOfSquares(model.forward(x!));
    return { loss, gradients: gradients(loss, [x!, ...trainableParameters(model).values()]) };
  };
  return trace(build as never, { x: float32(...shape) }, { model, mode: "train" });
}

describe("a loop and its gradient", () => {
  const nets = {
    RNN: new RNN(4, 3, { nonlinearity: "relu", bidirectional: true }),
    LSTM: new LSTM(4, 3, { layers: 2, bidirectional: true, peepholes: true }),
    GRU: new GRU(4, 3, { layers: 2 }),
    "GRU that resets the state": new GRU(4, 3, { resets: "state", reverse: true }),
    "minimal GRU": new MinimalGRU(4, 3),
  };

  it.each(Object.entries(nets))("keep their values, with lengths too: %s", async (_, net) => {
    const graph = trace(
      ({ x, lengths }) => {
        const { output, last } = net.forward(x, { lengths });
        const loss = add(sumOfSquares(output), reduceSum(last));
        return { loss, gradients: gradients(loss, [x, ...trainableParameters(net).values()]) };
      },
      { x: float32(5, 3, 4), lengths: int32(3) },
      { model: net, mode: "train" },
    );
    const feeds = { x: drawn(5, 3, 4), lengths: ndarray([5, 0, 2], [3], "int32") };
    expect(await changeOf(graph, feeds, net)).toBeLessThan(1e-12);
  });

  it("keep the values of a decoder with attention, which computes no softmax twice", async () => {
    const model = new Aligning();
    const graph = study(model, [6, 3, 4]);
    expect(await changeOf(graph, { x: drawn(6, 3, 4) }, model)).toBeLessThan(1e-12);
    const backward = loops(lightened(graph)).at(-1)!;
    expect(opsOf(backward)).not.toEqual(expect.arrayContaining(["exp"]));
    expect(opsOf(backward)).not.toEqual(expect.arrayContaining(["tanh"]));
  });

  it("compute the nonlinearities of an LSTM once, and its products of weights behind the loop", () => {
    const model = new LSTM(4, 3);
    const graph = trace(
      ({ x }) => gradients(sumOfSquares(model.forward(x).output), [...trainableParameters(model).values()]),
      { x: float32(5, 2, 4) },
      { model, mode: "train" },
    );
    const [forward, backward] = loops(lightened(graph)) as [Node, Node];
    expect([count(forward, "sigmoid"), count(forward, "tanh")]).toEqual([3, 2]);
    expect([count(backward, "sigmoid"), count(backward, "tanh")]).toEqual([0, 0]);
    // What the state hands back, and not what the weights get.
    expect([count(backward, "matMul"), count(backward, "reduceSum")]).toEqual([1, 0]);
    expect(backward.attributes["carries"]).toBe(2);
  });

  it("keep the gradient of a gradient", async () => {
    const graph = trace(
      ({ x, w }) => {
        const { outputs } = scan(
          (h, slice) => {
            const next = tanh(add(matMul(h, w), slice));
            return { carry: next, output: mul(next, slice) };
          },
          { initial: tensor([[0.2, 0.1]]), sequences: x },
        );
        const first = gradients(sumOfSquares(outputs), [x, w]);
        const total = first.map(sumOfSquares).reduce((sum, each) => add(sum, each));
        return { first, second: gradients(total, [x, w]) };
      },
      { x: float32(4, 1, 2), w: float32(2, 2) },
    );
    expect(await changeOf(graph, { x: drawn(4, 1, 2), w: drawn(2, 2) })).toBeLessThan(1e-12);
  });

  it("keep what is drawn in each step, and loops in loops", async () => {
    const graph = trace(
      ({ x, w }) => {
        const { carry } = scan(
          (sum, row) => {
            const inner = scan((s, v) => ({ carry: tanh(add(mul(s, w), v)), output: exp(s) }), {
              initial: mul(sum, random.uniform([2])),
              sequences: row,
            });
            return { carry: add(sum, inner.carry), output: inner.outputs };
          },
          { initial: tensor([0.5, -0.25]), sequences: x },
        );
        return { carry, gradients: gradients(sumOfSquares(carry), [x, w]) };
      },
      { x: float32(3, 4, 2), w: float32(2) },
    );
    expect(await changeOf(graph, { x: drawn(3, 4, 2), w: drawn(2) })).toBeLessThan(1e-12);
  });
});

describe("shareBetweenLoops", () => {
  it("takes from a loop what the next one computes of the same slices, whichever way they run", async () => {
    const graph = trace(
      ({ x }) => {
        const first = scan((sum, slice) => ({ carry: add(sum, tanh(slice)), output: sum }), {
          initial: tensor([0, 0]),
          sequences: x,
          reverse: true,
        });
        const second = scan(
          (sum, { sums, slice }) => ({ carry: add(mul(sum, 0.5), mul(sums, tanh(slice))), output: tanh(sum) }),
          { initial: tensor([1, 2]), sequences: { sums: first.outputs, slice: x } },
        );
        return { carry: second.carry, outputs: second.outputs };
      },
      { x: float32(4, 2) },
    );
    expect(await changeOf(graph, { x: drawn(4, 2) })).toBeLessThan(1e-15);
    const [first, second] = loops(shareBetweenLoops(graph)) as [Node, Node];
    expect(first.outputs).toHaveLength(loops(graph)[0]!.outputs.length + 1);
    // Its own carry is not the other's.
    expect(count(second, "tanh")).toBe(1);
  });

  it("leaves a graph alone in which loops have nothing in common", () => {
    const model = new LSTM(2, 3, { layers: 2 });
    const graph = trace(({ x }) => model.forward(x).output, { x: float32("T", "N", 2) }, { model });
    expect(shareBetweenLoops(graph)).toBe(graph);
  });

  it("recomputes what is the same in each step, or another value in a new shape", () => {
    const graph = trace(
      ({ x, w }) => {
        const { carry } = scan((h, slice) => ({ carry: mul(add(h, slice), unsqueeze(exp(w), [0])), output: h }), {
          initial: tensor([[0, 0]]),
          sequences: x,
        });
        return gradients(sumOfSquares(carry), [x]);
      },
      { x: float32(4, 1, 2), w: float32(2) },
    );
    const backward = loops(lightened(graph)).at(-1)!;
    expect(count(backward, "exp")).toBe(1);
  });
});

describe("sums of a loop", () => {
  const summed = (build: (x: Tensor, y: Tensor) => Tensor, initial: number[][], shape = [4, 3, 2]) =>
    trace(
      ({ x, y }) =>
        scan((sum, slices) => ({ carry: add(sum, build(slices.x, slices.y)), output: {} }), {
          initial: tensor(initial),
          sequences: { x, y },
        }).carry,
      { x: float32(...shape), y: float32(...shape) },
    );
  const feeds = { x: drawn(4, 3, 2), y: mul5(drawn(4, 3, 2)) };
  function mul5({ data, ...type }: NDArray): NDArray {
    return { ...type, data: Float64Array.from(data, (value) => 5 * value) };
  }
  const square = [
    [1, 2],
    [3, 4],
  ];

  it.each([
    ["a product of columns", (x: Tensor, y: Tensor) => matMul(x, y, { transposeA: true }), square],
    [
      "two products",
      (x: Tensor, y: Tensor) => add(matMul(x, y, { transposeA: true }), matMul(y, y, { transposeA: true })),
      square,
    ],
    [
      "a product of rows",
      (x: Tensor, y: Tensor) => matMul(x, y, { transposeB: true }),
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
    ],
    ["a sum along an axis", (x: Tensor) => reduceSum(x, { axes: [0], keepDimensions: true }), [[1, 2]]],
  ] as const)("are added up behind it: %s", async (_, build, initial) => {
    const graph = summed(
      build,
      initial.map((row) => [...row]),
    );
    const small = lightened(graph);
    expect(loops(small)).toEqual([]);
    expect(await changeOf(graph, feeds)).toBeLessThan(1e-12);
  });

  it("of batches of products keep the batch", async () => {
    const graph = trace(
      ({ x, y }) =>
        scan(
          (sum, { a, b }) => ({ carry: add(matMul(a, b, { transposeA: true, transposeB: true }), sum), output: {} }),
          { initial: reduceSum(matMul(y, x), { axes: [0] }), sequences: { a: x, b: y } },
        ).carry,
      { x: float32(4, 3, 2, 5), y: float32(4, 3, 5, 2) },
    );
    expect(loops(lightened(graph))).toEqual([]);
    expect(await changeOf(graph, { x: drawn(4, 3, 2, 5), y: drawn(4, 3, 5, 2) })).toBeLessThan(1e-12);
  });

  it.each([
    ["that a step reads", (sum: Tensor, x: Tensor) => add(matMul(x, sum), sum)],
    ["of what is neither a product nor a sum", (sum: Tensor, x: Tensor) => add(sum, tanh(x))],
    ["that are scaled on the way", (sum: Tensor, x: Tensor) => mul(add(sum, matMul(x, x)), 0.5)],
  ] as const)("stay in it: those %s", async (_, next) => {
    const graph = trace(
      ({ x }) =>
        scan((sum, slice) => ({ carry: next(sum, slice), output: {} }), { initial: tensor(square), sequences: x })
          .carry,
      { x: float32(3, 2, 2) },
    );
    expect(loops(lightened(graph))[0]!.attributes["carries"]).toBe(1);
    expect(await changeOf(graph, { x: drawn(3, 2, 2) })).toBeLessThan(1e-12);
  });

  it("stay in it where more would be stacked than is carried", () => {
    const graph = trace(
      ({ x }) =>
        scan(
          (sum, slice) => {
            const wide = tanh(slice);
            return { carry: add(sum, matMul(wide, wide, { transposeB: true })), output: {} };
          },
          { initial: tensor([[0]]), sequences: x },
        ).carry,
      { x: float32(3, 1, 5) },
    );
    expect(loops(lightened(graph))[0]!.attributes["carries"]).toBe(1);
  });

  it("stay in it where the sizes are names", () => {
    const graph = trace(
      ({ x }) =>
        scan((sum, slice) => ({ carry: add(sum, matMul(slice, slice, { transposeA: true })), output: {} }), {
          initial: tensor(square),
          sequences: x,
        }).carry,
      { x: float32("T", "N", 2) },
    );
    expect(loops(optimize(graph))[0]!.attributes["carries"]).toBe(1);
  });
});

describe("a composite in a loop", () => {
  it("is what its gradient reads from: softmax leaves its parts to it", async () => {
    const graph = trace(
      ({ x }) => {
        const { carry } = scan((h, slice) => ({ carry: softmax(add(h, slice)), output: h }), {
          initial: tensor([[0.1, 0.2]]),
          sequences: x,
        });
        return gradients(sumOfSquares(carry), [x]);
      },
      { x: float32(4, 1, 2) },
    );
    expect(await changeOf(graph, { x: drawn(4, 1, 2) })).toBeLessThan(1e-12);
    expect(count(loops(lightened(graph)).at(-1)!, "exp")).toBe(0);
  });
});

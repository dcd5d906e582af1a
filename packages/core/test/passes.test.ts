import { describe, expect, it } from "vitest";
import {
  add,
  bindWeights,
  BlockzooError,
  exp,
  expand,
  float32,
  gradients,
  hashGraph,
  LSTM,
  lower,
  mul,
  ndarray,
  neg,
  openState,
  optimize,
  Parameter,
  printGraph,
  reduceSum,
  referenceBackend,
  relu,
  softmax,
  specialize,
  stopGradient,
  tensor,
  trace,
  transpose,
  uniform,
  verify,
  type Graph,
} from "../src/index.js";

const ops = (graph: Graph) =>
  graph.nodes.filter((node) => node.definition !== undefined || node.op === "composite").map((node) => node.op);

async function run(graph: Graph, feeds: Record<string, ReturnType<typeof ndarray>>) {
  return (await (await referenceBackend({ float64: true }).compile(graph)).run(feeds)).outputs;
}

describe("optimize", () => {
  it("drops what nothing uses and shares what is equal", () => {
    const graph = trace(
      ({ x }) => {
        exp(x);
        return mul(add(x, 1), add(x, 1));
      },
      { x: float32(2) },
    );
    expect(ops(verify(optimize(graph)))).toEqual(["add", "mul"]);
  });

  it("computes constants, but never grows a graph by more than 64 kB", () => {
    expect(ops(optimize(trace(() => add(tensor([1, 2]), 3), {})))).toEqual([]);
    expect(ops(optimize(trace(() => expand(1, [200, 200]), {})))).toEqual(["expand"]);
  });

  it("removes ops that change nothing", () => {
    const graph = trace(({ x }) => transpose(transpose(add(mul(stopGradient(x), 1), 0), [0, 1]), [1, 0]), {
      x: float32(2, 2),
    });
    expect(ops(verify(optimize(graph)))).toEqual(["transpose"]);
  });

  it("subtracts what was negated to be added", () => {
    const graph = trace(({ x }) => add(neg(exp(x)), add(x, neg(mul(x, x)))), { x: float32(2) });
    expect(ops(verify(optimize(graph)))).toEqual(["exp", "mul", "sub", "sub"]);
  });

  it("keeps the meaning of a training step and of a loop with its gradient", async () => {
    const layer = new LSTM(2, 3);
    const graph = trace(
      ({ x }) => {
        const { output } = layer.forward(x);
        return { loss: reduceSum(output), dx: gradients(reduceSum(output), [x])[0]! };
      },
      { x: float32(4, 2, 2) },
      { mode: "train", model: layer },
    );
    const small = verify(optimize(verify(graph)));
    expect(small.nodes.length).toBeLessThan(graph.nodes.length);
    const x = ndarray(
      Float32Array.from({ length: 16 }, (_, i) => Math.sin(i)),
      [4, 2, 2],
    );
    expect(await run(small, { x })).toEqual(await run(graph, { x }));
  });

  it("prunes from a loop the carries, histories and results that nothing uses", () => {
    const layer = new LSTM(2, 3);
    const graph = optimize(trace(({ x }) => layer.forward(x).state.h, { x: float32(4, 2, 2) }, { model: layer }));
    const loop = graph.nodes.find((node) => node.op === "scan")!;
    expect(loop.attributes["histories"]).toEqual([]);
    expect(loop.outputs).toHaveLength(2);
  });
});

describe("lower", () => {
  const names = new Set(["softmax"]);

  it("turns a named region into one node that keeps its meaning", async () => {
    const graph = trace(({ x }) => mul(softmax(x), 2), { x: float32(2, 3) });
    const lowered = verify(lower(graph, { composites: names }));
    expect(ops(lowered)).toEqual(["composite", "mul"]);
    const x = ndarray([
      [1, 2, 3],
      [3, 2, 1],
    ]);
    expect(await run(lowered, { x })).toEqual(await run(graph, { x }));
  });

  it("leaves a region decomposed when its inside is used outside, as by its gradient", () => {
    const graph = trace(({ x }) => gradients(reduceSum(mul(softmax(x), x)), [x])[0]!, { x: float32(2, 3) });
    expect(ops(verify(lower(graph, { composites: names })))).not.toContain("composite");
    expect(
      ops(
        lower(
          trace(({ x }) => softmax(x), { x: float32(1, 2) }),
          { composites: new Set() },
        ),
      ),
    ).not.toContain("composite");
  });

  it("works on named dimensions before and after specialize", () => {
    const graph = lower(
      trace(({ x }) => softmax(x), { x: float32("N", 3) }),
      { composites: names },
    );
    expect(specialize(graph, { N: 2 }).outputs[0]!.tensor.shape).toEqual([2, 3]);
  });
});

describe("verify and hash", () => {
  it("reports the node whose declared type is wrong", () => {
    const graph = trace(({ x }) => relu(x), { x: float32(2) });
    const broken = graph.nodes.map((node) =>
      node.op === "relu"
        ? { ...node, outputs: [Object.assign(Object.create(node.outputs[0]!), { shape: [3] })] }
        : node,
    );
    expect(() => verify({ ...graph, nodes: broken })).toThrow(BlockzooError);
    expect(() => verify({ ...graph, nodes: broken })).toThrow(
      /relu declares float32\[3\], but inference gives float32\[2\]/,
    );
    expect(() => verify({ ...graph, nodes: graph.nodes.toReversed() })).toThrow(/not made before it/);
  });

  it("tells graphs apart by structure and constants", () => {
    const make = (value: number) =>
      trace(({ x }) => mul(x, tensor(new Float32Array(20).fill(value))), { x: float32(20) });
    expect(hashGraph(make(1))).toBe(hashGraph(make(1)));
    expect(hashGraph(make(1))).not.toBe(hashGraph(make(2)));
    expect(printGraph(make(1))).toContain("20 values, digest");
  });
});

describe("bindWeights", () => {
  const counts = { bound: new Parameter([], uniform({ bound: 1 })), open: new Parameter([], uniform({ bound: 1 })) };
  const graph = trace(
    () => {
      const before = counts.bound.read();
      counts.bound.update(add(before, 1));
      counts.open.update(mul(counts.open, 2));
      return before;
    },
    {},
    { model: counts },
  );
  const weights = new Map([["bound", ndarray(5)]]);

  it("drops the updates of what is bound, and what only serves those", () => {
    const bound = optimize(bindWeights(graph, weights));
    expect(bound.state.map(({ name, output }) => [name, output !== undefined])).toEqual([
      ["bound", false],
      ["open", true],
    ]);
    expect(ops(verify(bound))).toEqual(["mul"]);
    expect(openState(bound, weights).state.map(({ name }) => name)).toEqual(["open"]);
  });

  it("changes nothing where nothing is bound", () => {
    expect(bindWeights(graph, undefined)).toBe(graph);
    expect(printGraph(bindWeights(graph, new Map()))).toBe(printGraph(graph));
    expect(openState(graph, new Map()).state).toEqual(graph.state);
  });

  it("is what the reference does", async () => {
    const executable = await referenceBackend().compile(graph, { weights });
    expect(executable.state.names).toEqual(["open"]);
    await executable.run({});
    expect((await executable.run({})).outputs["output"]!.data[0]).toBe(5);
  });

  it("refuses weights of another type", async () => {
    const wrong = new Map([["bound", ndarray([5, 6])]]);
    const message = 'the weight "bound" is float32[2], but the graph expects float32[]';
    expect(() => bindWeights(graph, wrong)).toThrow(message);
    await expect(referenceBackend().compile(graph, { weights: wrong })).rejects.toThrow(message);
  });
});

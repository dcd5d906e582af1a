import { describe, expect, it } from "vitest";
import {
  add,
  Block,
  BlockzooError,
  Conv2d,
  evaluate,
  float32,
  int32,
  Linear,
  mul,
  Parameter,
  printGraph,
  probe,
  random,
  referenceBackend,
  relu,
  Sequential,
  gather,
  iota,
  maxPoolWithSwitches,
  maxUnpool,
  specialize,
  tensor,
  trace,
  verify,
  zeros,
  ndarray,
  type Tensor,
} from "../src/index.js";

class Net extends Block {
  readonly conv1 = new Conv2d(3, 8, 3, { padding: 1 });
  readonly conv2 = new Conv2d(16, 8, 3);
  forward(x: Tensor): Tensor {
    return x.pipe(this.conv1, relu, this.conv2);
  }
}

describe("trace", () => {
  it("records what a function does as stable text", () => {
    const graph = trace(({ x, y }) => ({ sum: add(x, y), twice: mul(x, 2) }), { x: float32("N", 2), y: float32(2) });
    expect(printGraph(verify(graph))).toBe(
      [
        "input x: float32[N,2]",
        "input y: float32[2]",
        "%2 = add(x, y): float32[N,2]",
        '%3 = constant() {"value":{"dtype":"float32","shape":[],"data":[2]}}: float32[]',
        "%4 = mul(x, %3): float32[N,2]",
        "output sum = %2",
        "output twice = %4",
        "",
      ].join("\n"),
    );
  });

  it("knows the block path of every node, and state by the same paths", () => {
    const graph = trace(new Sequential(new Linear(2, 3), relu, new Linear(3, 1)), { x: float32("N", 2) });
    expect(graph.state.map((entry) => entry.name)).toEqual(["0.weight", "0.bias", "2.weight", "2.bias"]);
    expect(graph.nodes.filter((node) => node.op === "matMul").map((node) => node.path)).toEqual(["0", "2"]);
  });

  it("says where channels do not fit: file, line, block path, found, expected", () => {
    const attempt = () => trace(new Net(), { x: float32("N", 3, 8, 8) }, { name: "net" });
    expect(attempt).toThrow(BlockzooError);
    expect(attempt).toThrow(
      /^net\.conv2: expects 16 input channels, got x float32\[N,8,8,8\] \(at .*trace\.test\.ts:\d+:\d+\)$/,
    );
  });

  it("refuses ops outside of a trace, tensors of another trace and parameters outside of the model", () => {
    expect(() => relu(1)).toThrow(/works only while a graph is traced/);
    let leaked: Tensor | undefined;
    trace(({ x }) => (leaked = x), { x: float32(2) });
    expect(() => trace(() => relu(leaked!), {})).toThrow(/another trace/);
    const lost = new Parameter([2], zeros());
    expect(() => trace(() => add(lost, 1), {})).toThrow(/not part of the traced model/);
  });

  it("takes and returns nested structures, named by their paths", () => {
    const graph = trace(({ state }) => ({ a: [state.h, state.c] }), { state: { h: float32(1), c: float32(2) } });
    expect(graph.inputs.map((input) => input.name)).toEqual(["state.h", "state.c"]);
    expect(graph.outputs.map((output) => output.name)).toEqual(["a.0", "a.1"]);
  });

  it("refuses two inputs of one name and outputs that are no tensors", () => {
    expect(() => trace(({ x }) => ({ x, y: 3 as unknown as Tensor }), { x: float32(1) })).toThrow(/"y" is 3/);
  });
});

describe("specialize", () => {
  it("computes sizes that an attribute is the first to name, such as the places of a pool", () => {
    const graph = trace(
      ({ x }) => {
        const { values, switches } = maxPoolWithSwitches(x, { kernel: 2 });
        return maxUnpool(values, switches, { outputShape: x.shape.slice(2) });
      },
      { x: float32("N", 1, "H", "W") },
    );
    expect(graph.outputs[0]!.tensor.shape).toEqual(["N", 1, "H", "W"]);
    expect(specialize(graph, { N: 2, H: 5, W: 4 }).outputs[0]!.tensor.shape).toEqual([2, 1, 5, 4]);
    expect(specialize(graph, { H: 5, W: 4 }).outputs[0]!.tensor.shape).toEqual(["N", 1, 5, 4]);
  });

  it("gives a count that is a name its number", () => {
    const graph = trace(({ x }) => gather(x, iota("N"), { axis: 1 }), { x: float32("N", "N") });
    expect(specialize(graph, { N: 3 }).outputs[0]!.tensor.shape).toEqual([3, 3]);
  });

  it("puts numbers in place of names, through arithmetic on them", () => {
    const graph = trace(new Conv2d(1, 2, 3, { stride: 2 }), { x: float32("N", 1, "H", 9) });
    const output = specialize(graph, { N: 4, H: 7 }).outputs[0]!.tensor;
    expect(output.shape).toEqual([4, 2, 3, 4]);
    expect(specialize(graph, { N: 4, H: 7 })).toBe(specialize(graph, { N: 4, H: 7 }));
  });

  it("names the dimensions there are", () => {
    const graph = trace(new Linear(2, 2), { x: float32("N", 2) });
    expect(() => specialize(graph, { B: 1 })).toThrow('no dimension "B", it has N');
    expect(() => specialize(graph, { N: 1.5 })).toThrow("whole number");
  });
});

describe("evaluate and run", () => {
  it("computes at once", async () => {
    expect(await evaluate(() => relu(tensor([[1, -2]])))).toEqual(ndarray(new Float64Array([1, 0]), [1, 2]));
  });

  it("reports probes with every run", async () => {
    const graph = trace(({ x }) => probe(mul(x, 2), "doubled"), { x: float32("N") });
    const executable = await referenceBackend().compile(graph);
    const { probes } = await executable.run({ x: ndarray([1, 2, 3]) });
    expect(probes).toEqual([
      {
        label: "doubled",
        path: "",
        shape: [3],
        mean: 4,
        deviation: expect.closeTo(Math.sqrt(8 / 3), 12) as number,
        minimum: 2,
        maximum: 6,
      },
    ]);
  });

  it("draws random numbers by seed, block and step", async () => {
    const graph = trace(() => random.uniform([4]), {});
    const run = async (seed: number, step: number) =>
      (await (await referenceBackend().compile(graph, { seed })).run({}, { step })).outputs["output"]!.data;
    expect(await run(1, 0)).toEqual(await run(1, 0));
    expect(await run(1, 0)).not.toEqual(await run(1, 1));
    expect(await run(1, 0)).not.toEqual(await run(2, 0));
  });

  it("checks feeds before it runs", async () => {
    const graph = trace(({ x, y }) => add(x, y), { x: float32("N", 2), y: float32("N", 2) });
    const executable = await referenceBackend().compile(graph);
    const two = ndarray([[1, 2]]);
    await expect(executable.run({ x: two })).rejects.toThrow('the input "y" is missing');
    await expect(executable.run({ x: two, y: two, z: two })).rejects.toThrow('there is no input "z"');
    await expect(
      executable.run({
        x: two,
        y: ndarray([
          [1, 2],
          [3, 4],
        ]),
      }),
    ).rejects.toThrow('the input "y" expects float32[N,2] with N=1, got float32[2,2]');
    await expect(executable.run({ x: two, y: ndarray([[1, 2]], [1, 2], "int32") })).rejects.toThrow("got int32[1,2]");
    await expect(executable.run({ x: two, y: [1, 2] as never })).rejects.toThrow("must be an NDArray");
    expect(trace(({ x }) => x, { x: int32(1) }).inputs[0]!.tensor.dtype).toBe("int32");
    executable.dispose();
    await expect(executable.run({ x: two, y: two })).rejects.toThrow("disposed");
  });
});

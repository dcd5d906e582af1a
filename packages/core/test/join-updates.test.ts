import { describe, expect, it } from "vitest";
import {
  BatchNorm2d,
  Conv2d,
  exp,
  flatten,
  float32,
  gradients,
  Linear,
  mul,
  optimize,
  printGraph,
  reduceSum,
  referenceBackend,
  relu,
  Sequential,
  sign,
  sub,
  trace,
  trainableParameters,
  verify,
  type Graph,
} from "../src/index.js";
import { drawn } from "./support.js";

const model = new Sequential({
  first: new Conv2d(1, 3, 3),
  norm: new BatchNorm2d(3),
  relu,
  second: new Conv2d(3, 4, 3),
  norm2: new BatchNorm2d(4),
  flatten,
  head: new Linear(4, 2),
});

/** Every parameter moves against the sign of its gradient, by `factor` times the rate. */
function step(factor: (parameter: string) => number, shown?: string): Graph {
  return trace(
    ({ x, rate }) => {
      const loss = reduceSum(exp(model.forward(x)));
      const parameters = [...trainableParameters(model)];
      const moved = gradients(
        loss,
        parameters.map(([, parameter]) => parameter),
      ).map((gradient, index) => {
        const [name, parameter] = parameters[index]!;
        const next = sub(parameter, mul(mul(sign(gradient), rate), factor(name)));
        parameter.update(next);
        return [name, next] as const;
      });
      return { loss, ...Object.fromEntries(moved.filter(([name]) => name === shown)) };
    },
    { x: float32(2, 1, 5, 5), rate: float32() },
    { mode: "train", model },
  );
}

const count = (graph: Graph, op: string) => graph.nodes.filter((node) => node.op === op).length;

/** All of the state after some steps, in double precision. */
async function stateAfter(graph: Graph) {
  const executable = await referenceBackend({ float64: true }).compile(graph);
  for (let index = 0; index < 3; index++) await executable.run({ x: drawn(2, 1, 5, 5), rate: drawn() });
  return executable.state.read();
}

describe("updates of small tensors", () => {
  it("by one rule are one update, and the state is what it was", async () => {
    const graph = step(() => 3);
    const joined = verify(optimize(graph));
    // Biases, scales and shifts are one; the weights of the two convolutions and of the head have other shapes.
    expect([count(graph, "sign"), count(joined, "sign")]).toEqual([10, 4]);
    // The running statistics are two at a time, too few to be worth it.
    expect(count(joined, "split")).toBe(1);
    const typesOf = ({ state }: Graph) =>
      state.map(({ name, tensor, output }) => [name, String(tensor), String(output)]);
    expect(typesOf(joined)).toEqual(typesOf(graph));
    expect(await stateAfter(joined)).toEqual(await stateAfter(graph));
  });

  it("stay apart where they differ", async () => {
    const graph = step((name) => (name.endsWith("bias") ? 3 : 2));
    const joined = verify(optimize(graph));
    expect(count(joined, "sign")).toBe(5);
    expect(await stateAfter(joined)).toEqual(await stateAfter(graph));
  });

  it("stay apart where something else asks for one of them", async () => {
    const graph = step(() => 3, "norm.bias");
    const joined = verify(optimize(graph));
    expect(count(joined, "sign")).toBe(5);
    expect(await stateAfter(joined)).toEqual(await stateAfter(graph));
  });

  it("of large tensors are left alone", () => {
    const wide = new Linear(4096, 2, { bias: false });
    const graph = trace(
      ({ x }) => {
        const loss = reduceSum(wide.forward(x));
        const [gradient] = gradients(loss, [wide.weight]);
        wide.weight.update(sub(wide.weight, mul(gradient!, 0.1)));
        return loss;
      },
      { x: float32(2, 4096) },
      { mode: "train", model: wide },
    );
    expect(printGraph(optimize(graph))).not.toContain("split");
  });
});

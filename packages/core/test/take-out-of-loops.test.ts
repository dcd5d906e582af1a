// What is computed before a loop in place of in each of its steps: the same values, from steps of fewer nodes.
import { describe, expect, it } from "vitest";
import {
  add,
  exp,
  float32,
  gradients,
  LSTM,
  mul,
  optimize,
  reduceSum,
  referenceBackend,
  reshape,
  scan,
  shareBetweenLoops,
  tanh,
  trace,
  verify,
  type Graph,
  type NDArray,
  type Tensor,
} from "../src/index.js";
import { drawn, largest } from "./support.js";

async function run(graph: Graph, feeds: Record<string, NDArray>) {
  return (await (await referenceBackend({ float64: true }).compile(graph)).run(feeds)).outputs;
}

/** The largest difference that the passes make, in double precision. */
async function changeOf(graph: Graph, feeds: Record<string, NDArray>): Promise<number> {
  const [before, after] = [await run(graph, feeds), await run(verify(optimize(graph)), feeds)];
  return Math.max(...Object.entries(before).map(([name, value]) => largest(value, after[name]!)));
}

/** The ops of the body of the last loop, without its inputs. */
function lastBody(graph: Graph): string[] {
  const loop = graph.nodes.findLast(({ op }) => op === "scan")!;
  return (loop.attributes["body"] as Graph).nodes.map(({ op }) => op).filter((op) => op !== "input");
}

const looped = (step: (carry: Tensor, x: Tensor, w: Tensor) => Tensor, x = float32(4, 3, 2), w = float32(2)) =>
  trace(
    (inputs) =>
      scan((carry, slice) => ({ carry: step(carry, slice, inputs.w), output: carry }), {
        initial: inputs.start,
        sequences: inputs.x,
      }).outputs,
    { x, w, start: float32(...x.shape.slice(1)) },
  );
const feeds = { x: drawn(4, 3, 2), w: drawn(2), start: drawn(3, 2) };

describe("before a loop is computed", () => {
  it("what it makes of its slices alone, and of what is the same in each step", async () => {
    const graph = looped((carry, x, w) => add(mul(carry, 0.5), tanh(mul(exp(x), w))));
    expect(lastBody(graph)).toContain("tanh");
    expect(lastBody(optimize(graph))).toEqual(["constant", "mul", "add"]);
    expect(await changeOf(graph, feeds)).toBe(0);
  });

  it("the product of the factors that are known, before what is not meets them", async () => {
    const graph = looped((carry, x, w) => mul(mul(tanh(carry), x), mul(exp(x), mul(carry, mul(x, w)))));
    expect(lastBody(optimize(graph))).toEqual(["tanh", "mul", "mul"]);
    expect(await changeOf(graph, feeds)).toBeLessThan(1e-15);
  });

  it("the slopes of an LSTM's gates, so that a step back is six products and a sum", async () => {
    const net = new LSTM(2, 3);
    const graph = trace(
      ({ x }) => {
        const loss = reduceSum(tanh(net.forward(x).output));
        return gradients(loss, [x])[0]!;
      },
      { x: float32(5, 4, 2) },
      { model: net, mode: "train" },
    );
    const step = lastBody(optimize(shareBetweenLoops(graph)));
    expect(step.filter((op) => op === "mul")).toHaveLength(6);
    expect(step).not.toContain("sub");
  });
});

describe("in a loop stays", () => {
  const summed = (carry: Tensor, x: Tensor, w: Tensor) =>
    add(carry, reshape(reduceSum(mul(x, w), { axes: [0] }), carry.shape));

  it.each<[string, Graph]>([
    ["what depends on what it carries", looped((carry, x) => tanh(add(carry, x)))],
    ["what would grow by broadcasting", looped(summed, float32(4, 1, 2), float32(3, 2))],
    ["what has more axes than a slice", looped(summed, float32(4, 2), float32(1, 2))],
    ["what is large", looped((carry, x) => add(carry, exp(x)), float32(4, 64, 65))],
  ])("%s", (_, graph) => {
    expect(lastBody(optimize(graph))).toEqual(lastBody(graph));
  });

  it("a product used elsewhere", async () => {
    const graph = looped((carry, x) => {
      const product = mul(carry, x);
      return add(mul(product, x), product);
    });
    expect(lastBody(optimize(graph))).toEqual(["mul", "mul", "add"]);
    expect(await changeOf(graph, feeds)).toBe(0);
  });
});

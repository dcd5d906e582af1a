// Passes keep the meaning of whatever is traced: graphs drawn at random, with their gradients, before and after.
import { expect, it } from "vitest";
import {
  add,
  concat,
  exp,
  gradients,
  mul,
  neg,
  optimize,
  RandomStream,
  reduceMax,
  reduceMean,
  reduceSum,
  referenceBackend,
  relu,
  reshape,
  reverse,
  scan,
  sigmoid,
  slice,
  softmax,
  split,
  stopGradient,
  sub,
  tanh,
  tensor,
  trace,
  transpose,
  verify,
  lower,
  type Graph,
  type NDArray,
  type Tensor,
} from "../src/index.js";

const shape = [3, 4];

/** Each keeps the shape [3, 4]. */
const steps: readonly ((x: Tensor, y: Tensor) => Tensor)[] = [
  (x, y) => add(x, y),
  (x, y) => mul(x, tanh(y)),
  (x, y) => sub(x, mul(y, 1)),
  (x) => add(x, 0),
  (x) => exp(mul(tanh(x), 0.5)),
  (x) => relu(neg(x)),
  (x) => softmax(x),
  (x) => sigmoid(stopGradient(x)),
  (x) => transpose(transpose(x)),
  (x) => reshape(reshape(x, [12]), shape),
  (x) => reverse(x, [1]),
  (x, y) => sub(x, reduceMean(y, { axes: [1], keepDimensions: true })),
  (x, y) => add(x, reduceMax(y, { axes: [0], keepDimensions: true })),
  (x) => concat(split(x, { axis: 1, sizes: [1, 3] }), 1),
  (x, y) => concat([slice(x, { axes: [0], starts: [0], ends: [1] }), slice(y, { axes: [0], starts: [1] })], 0),
  (x, y) =>
    scan((carry, row) => ({ carry: tanh(add(carry, row)), output: mul(carry, row) }), {
      initial: reduceSum(y, { axes: [0] }),
      sequences: x,
    }).outputs,
];

function draw(seed: number): Graph {
  const stream = new RandomStream(seed, "graph");
  const build = ({ x, y }: { x: Tensor; y: Tensor }) => {
    const values = [x, y, tensor([[1], [0], [2]]).pipe((column) => add(column, mul(x, 0)))];
    const pick = () => values[stream.integer(values.length)]!;
    for (let count = 0; count < 12; count++) values.push(steps[stream.integer(steps.length)]!(pick(), pick()));
    const loss = reduceSum(mul(values.at(-1)!, values.at(-2)!));
    const [dx, dy] = gradients(loss, [x, y]);
    return { loss, dx: dx!, dy: dy! };
  };
  return trace(build, { x: { dtype: "float32", shape }, y: { dtype: "float32", shape } });
}

async function run(graph: Graph, feeds: Record<string, NDArray>): Promise<number[]> {
  const { outputs } = await (await referenceBackend({ float64: true }).compile(graph)).run(feeds);
  return Object.values(outputs).flatMap(({ data }) => [...data]);
}

it.each(Array.from({ length: 60 }, (_, seed) => seed))("graph %i means the same after every pass", async (seed) => {
  const graph = verify(draw(seed));
  const drawn = (name: string): NDArray => {
    const data = new RandomStream(seed, name).fillUniform(new Float32Array(12), -1, 1);
    return { dtype: "float32", shape, data };
  };
  const feeds = { x: drawn("x"), y: drawn("y") };
  const expected = await run(graph, feeds);
  const lowered = verify(lower(graph, { composites: new Set(["softmax"]) }));
  for (const passed of [verify(optimize(graph)), lowered, verify(optimize(lowered))]) {
    const found = await run(passed, feeds);
    found.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 10));
  }
});

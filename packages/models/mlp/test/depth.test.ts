import {
  add,
  Block,
  evaluate,
  float32,
  gradients,
  initialize,
  Linear,
  matMul,
  ndarray,
  normal,
  RandomStream,
  reduceSum,
  referenceBackend,
  sigmoid,
  sqrt,
  square,
  tensor,
  trace,
  unsqueeze,
  type Tensor,
} from "@blockzoo/core";
import { expect, test } from "vitest";
import { Mlp } from "../src/index.js";

const width = 32;
const depth = 20;

/** Twenty sigmoid layers with weights of N(0, 1/n), each with its input added to its output, or not. */
class Deep extends Block {
  readonly layers = Array.from(
    { length: depth },
    () => new Linear(width, width, { bias: false, initializer: normal({ deviation: 1 / Math.sqrt(width) }) }),
  );

  constructor(readonly residual: boolean) {
    super();
  }

  forward(x: Tensor): Tensor {
    return this.layers.reduce((y, layer) => {
      const change = sigmoid(layer.forward(y));
      return this.residual ? add(y, change) : change;
    }, x);
  }
}

/** The norm of the loss's gradient with respect to the first layer's weights, relative to the last layer's. */
async function firstToLast(model: Deep): Promise<number> {
  const graph = trace(
    ({ x }) => {
      const weighting = new RandomStream(0, "weighting").fillNormal(new Float32Array(8 * width));
      const loss = reduceSum(matMul(model.forward(x), tensor(ndarray(weighting, [8, width])), { transposeB: true }));
      const [first, last] = gradients(loss, [model.layers[0]!.weight, model.layers[depth - 1]!.weight]);
      return { first: sqrt(reduceSum(square(first!))), last: sqrt(reduceSum(square(last!))) };
    },
    { x: float32(8, width) },
    { mode: "train", model },
  );
  const executable = await referenceBackend({ float64: true }).compile(graph);
  const x = ndarray(new RandomStream(0, "x").fillNormal(new Float32Array(8 * width)), [8, width]);
  const { first, last } = (await executable.run({ x })).outputs;
  return first!.data[0]! / last!.data[0]!;
}

test("gradients vanish through twenty sigmoid layers, and do not where inputs are added to outputs", async () => {
  expect(await firstToLast(new Deep(false))).toBeLessThan(1e-6);
  expect(await firstToLast(new Deep(true))).toBeGreaterThan(1e-2);
});

test("linear layers in a row are one matrix", async () => {
  const model = new Mlp([3, 5, 4, 2], { activation: "identity" });
  const weights = initialize(model, { seed: 3 });
  const at = (name: string) => weights.get(name)!;
  const x = ndarray([[0.5, -1, 2]]);
  const collapsed = await evaluate(() => {
    const [w0, w1, w2] = [0, 1, 2].map((index) => tensor(at(`layers.${index}.weight`))) as [Tensor, Tensor, Tensor];
    const [b0, b1, b2] = [0, 1, 2].map((index) => unsqueeze(tensor(at(`layers.${index}.bias`)), [0]));
    const times = (row: Tensor, weight: Tensor) => matMul(row, weight, { transposeB: true });
    const bias = add(times(add(times(b0!, w1), b1!), w2), b2!);
    return add(times(tensor(x), matMul(w2, matMul(w1, w0))), bias);
  });
  const executable = await referenceBackend({ float64: true }).compile(trace(model, { x: float32(1, 3) }), { weights });
  const { output } = (await executable.run({ x })).outputs;
  expect(output!.shape).toEqual([1, 2]);
  output!.data.forEach((value, index) => expect(value).toBeCloseTo(collapsed.data[index]!, 10));
});

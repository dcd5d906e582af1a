import {
  BatchNorm2d,
  Conv2d,
  Dropout,
  float32,
  gather,
  gradients,
  int32,
  Linear,
  MaxPool2d,
  mul,
  ndarray,
  RandomStream,
  reduceSum,
  relu,
  reshape,
  scan,
  Sequential,
  softmax,
  sub,
  tanh,
  trace,
  trainableParameters,
  type Backend,
  type Tensor,
} from "@blockzoo/core";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tfjs, type Device } from "../src/index.js";

const held = (device: Device) => tf.engine().registry[device]!.numDataIds();

/** A loop with its gradient, and a constant in its body. */
function loop({ h, x }: { h: Tensor; x: Tensor }) {
  const { carry, outputs } = scan(
    (state, slice) => {
      const next = tanh(mul(state, slice));
      return { carry: next, output: mul(next, 0.5) };
    },
    { initial: h, sequences: x },
  );
  const [dh] = gradients(reduceSum(mul(carry, reduceSum(outputs, { axes: [0] }))), [h]);
  return { carry, outputs, dh: dh! };
}

const net = new Sequential(
  new Conv2d(1, 4, 3, { padding: 1 }),
  new BatchNorm2d(4),
  relu,
  new MaxPool2d(2),
  new Conv2d(4, 8, 3, { stride: 2 }),
  tanh,
  new Dropout(0.5),
  (x: Tensor) => reshape(x, [2, -1]),
  new Linear(32, 3),
);

const trainingStep = trace(
  ({ x }) => {
    const parameters = [...trainableParameters(net).values()];
    const reads = parameters.map((parameter) => parameter.read());
    const loss = reduceSum(softmax(net.forward(x)), { axes: [0, 1] });
    gradients(loss, reads).forEach((gradient, index) => {
      parameters[index]!.update(sub(reads[index]!, mul(gradient, 0.1)));
    });
    return loss;
  },
  { x: float32(2, 1, 12, 12) },
  { model: net, mode: "train" },
);

describe.each(["cpu", "wasm"] as const)("memory of %s", (device) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await tfjs({ device });
  });
  afterAll(() => backend.dispose());

  test("training holds as much after many steps as after one, and nothing when it is disposed", async () => {
    const start = held(device);
    const training = await backend.compile(trainingStep);
    const x = ndarray(new RandomStream(0, "x").fillUniform(new Float32Array(288)), [2, 1, 12, 12]);
    const step = () => training.run({ x });
    await step();
    const afterOne = held(device);
    for (let count = 0; count < 500; count++) await step();
    expect(held(device)).toBe(afterOne);
    await training.state.read();
    expect(held(device)).toBe(afterOne);
    training.dispose();
    await Promise.resolve();
    expect(held(device)).toBe(start);
  });

  test("loops and named dimensions give back what they took", async () => {
    const start = held(device);
    const scanning = await backend.compile(trace(loop, { h: float32(3), x: float32(5, 3) }));
    const open = await backend.compile(trace(new Linear(2, 2), { x: float32("N", 2) }));
    for (let rows = 1; rows < 12; rows++) {
      await scanning.run({ h: ndarray([1, 2, 3]), x: ndarray(new Float32Array(15).fill(0.5), [5, 3]) });
      await open.run({ x: ndarray(new Float32Array(2 * rows), [rows, 2]) });
    }
    expect(held(device) - start).toBeLessThan(60);
    const before = held(device);
    await scanning.run({ h: ndarray([1, 2, 3]), x: ndarray(new Float32Array(15), [5, 3]) });
    expect(held(device)).toBe(before);
    scanning.dispose();
    open.dispose();
    await new Promise((resolve) => setTimeout(resolve));
    expect(held(device)).toBe(start);
  });

  test("a run that fails gives back what it took", async () => {
    const graph = trace(({ x, i }) => gather(tanh(x), i), { x: float32(3), i: int32(2) });
    const executable = await backend.compile(graph);
    const before = held(device);
    await expect(executable.run({ x: ndarray([1, 2, 3]), i: ndarray([0, 3], [2], "int32") })).rejects.toThrow(
      "gather: the index 3 is outside of an axis of size 3",
    );
    expect(held(device)).toBe(before);
    executable.dispose();
  });
});

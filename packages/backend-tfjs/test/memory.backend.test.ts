import {
  float32,
  gather,
  gradients,
  int32,
  Linear,
  mul,
  ndarray,
  RandomStream,
  reduceSum,
  scan,
  tanh,
  trace,
  type Backend,
  type Tensor,
} from "@blockzoo/core";
import { compileTrainStep, crossEntropy, sgd } from "@blockzoo/train";
import { lenet } from "@blockzoo/lenet";
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

describe.each(["cpu", "wasm"] as const)("memory of %s", (device) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await tfjs({ device });
  });
  afterAll(() => backend.dispose());

  test("training holds as much after many steps as after one, and nothing when it is disposed", async () => {
    const start = held(device);
    const training = await compileTrainStep({
      model: lenet.create("lenet5") as Linear,
      types: { x: float32(2, 1, 32, 32), y: int32(2) },
      loss: (model, { x, y }) => crossEntropy(model.forward(x), y),
      optimizer: sgd({ learningRate: 0.01, momentum: 0.9 }),
      backend,
    });
    const x = ndarray(new RandomStream(0, "x").fillUniform(new Float32Array(2048)), [2, 1, 32, 32]);
    const step = () => training.step({ x, y: ndarray([1, 2], [2], "int32") });
    await step();
    const afterOne = held(device);
    for (let count = 0; count < (device === "wasm" ? 500 : 3); count++) await step();
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

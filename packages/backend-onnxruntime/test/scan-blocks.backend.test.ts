// Blocks that are used inside loops, with their gradients and draws, against the reference.
import {
  add,
  AdditiveAttention,
  Block,
  float32,
  gradients,
  GRU,
  GRUCell,
  hardAttention,
  initialize,
  int32,
  LSTM,
  matMul,
  MemoryBank,
  ndarray,
  RandomStream,
  reduceSum,
  referenceBackend,
  RNN,
  scan,
  sizeOf,
  squeeze,
  square,
  surrogateLoss,
  trace,
  trainableParameters,
  transpose,
  unsqueeze,
  type Backend,
  type Tensor,
} from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { afterAll, beforeAll, describe, test } from "vitest";
import { onnxruntime } from "../src/index.js";

/** A memory with a head that reads and one that writes, along a sequence [T, N, 4]. */
class Remembering extends Block {
  readonly bank = new MemoryBank(4, { slots: 6, width: 3, addressWidth: 2 });

  forward(x: Tensor): Tensor {
    const { outputs } = scan(
      (state, slice) => {
        const { read, state: next } = this.bank.forward(slice, state);
        return { carry: next, output: read };
      },
      { initial: this.bank.start(2), sequences: x },
    );
    return reduceSum(square(outputs));
  }
}

/** A decoder that looks back at the sequence in each step, as Bahdanau's does. */
class Aligning extends Block {
  readonly attention = new AdditiveAttention(4, 4, 5);
  readonly cell = new GRUCell(4, 4);

  forward(x: Tensor): Tensor {
    const places = transpose(x, [1, 0, 2]);
    const keys = this.attention.key.forward(places);
    const { carry } = scan(
      (h, slice) => {
        const { output } = this.attention.forward(unsqueeze(h, [1]), places, { keys });
        const next = this.cell.forward(add(slice, squeeze(output, [1])), h);
        return { carry: next, output: next };
      },
      { initial: reduceSum(x, { axes: [0] }), sequences: x },
    );
    return reduceSum(square(carry));
  }
}

/** One place of the sequence drawn in each step, and the gradient of its score. */
class Glancing extends Block {
  readonly cell = new GRUCell(4, 4);

  forward(x: Tensor): Tensor {
    const places = reduceSum(x, { axes: [1] });
    const { outputs } = scan(
      (h, slice) => {
        const { output, logProbability } = hardAttention(matMul(h, places, { transposeB: true }), places);
        const next = this.cell.forward(add(output, slice), h);
        return { carry: next, output: { next, logProbability } };
      },
      { initial: reduceSum(x, { axes: [0] }), sequences: x },
    );
    const costs = reduceSum(square(outputs.next), { axes: [2] });
    return add(reduceSum(costs), surrogateLoss(outputs.logProbability, costs));
  }
}

describe.each(["cpu", "wasm"] as const)("blocks in loops on %s", (provider) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await onnxruntime({ provider });
  });
  afterAll(() => backend.dispose());

  test.each([
    ["memory", new Remembering(), [7, 2, 4]],
    ["attention", new Aligning(), [5, 3, 4]],
    ["draws", new Glancing(), [9, 3, 4]],
  ] as const)("%s", async (name, model, shape) => {
    const graph = trace(
      ({ x }) => {
        const loss = model.forward(x);
        return { loss, gradients: gradients(loss, [x, ...trainableParameters(model).values()]) };
      },
      { x: float32(...shape) },
      { model },
    );
    const x = ndarray(new RandomStream(5, name).fillUniform(new Float32Array(sizeOf(shape)), -0.5, 0.5), [...shape]);
    const run = async (on: Backend) => {
      const executable = await on.compile(graph, { weights: initialize(model), seed: 3 });
      const { outputs } = await executable.run({ x }, { step: 1 });
      executable.dispose();
      return outputs;
    };
    const [found, expected] = [await run(backend), await run(referenceBackend())];
    for (const [output, value] of Object.entries(expected)) {
      expectClose(found[output]!, value, "network", `${name} on ${backend.name}, ${output}`);
    }
  });

  test.each([
    ["LSTM", new LSTM(3, 4, { layers: 2, bidirectional: true, peepholes: true })],
    ["GRU", new GRU(3, 4, { reverse: true, resets: "state" })],
    ["RNN", new RNN(3, 4, { bidirectional: true, nonlinearity: "relu" })],
  ] as const)("the operator %s equals the loop, also where a sequence is empty", async (_, net) => {
    const types = { x: float32("T", "N", 3), lengths: int32("N") };
    const graph = trace(({ x, lengths }) => net.forward(x, { lengths }), types, { model: net });
    const x = ndarray(new RandomStream(5, "x").fillUniform(new Float32Array(5 * 4 * 3), -1, 1), [5, 4, 3]);
    const feeds = { x, lengths: ndarray([3, 0, 5, 1], [4], "int32") };
    const run = async (on: Backend) => {
      const executable = await on.compile(graph, { weights: initialize(net) });
      const { outputs } = await executable.run(feeds);
      executable.dispose();
      return outputs;
    };
    const [found, expected] = [await run(backend), await run(referenceBackend())];
    for (const [output, value] of Object.entries(expected)) {
      expectClose(found[output]!, value, "op", `${net.constructor.name} on ${backend.name}, ${output}`);
    }
  });
});

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  add,
  BatchNorm2d,
  type Block,
  Conv2d,
  float32,
  globalAveragePool,
  gradients,
  Linear,
  mul,
  ndarray,
  RandomStream,
  recompute,
  reduceMean,
  relu,
  Residual,
  Sequential,
  sub,
  trace,
  trainableParameters,
  sizeOf,
  type Feeds,
  type Graph,
  type Tensor,
} from "@blockzoo/core";
import { expect } from "vitest";
import { onnxruntime, type Provider } from "../src/index.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** What the process holds, without what the next collection would free. */
function residentMemory(): number {
  collect();
  return process.memoryUsage().rss;
}

/** Resident memory, in bytes. */
interface Held {
  readonly early: number;
  readonly late: number;
}

/** Small batches where the GPU is one in software. */
const batchOf = (provider: Provider) => (provider === "webgpu" ? 1 : 32);

/** After the last step and after a fifth of them. */
export async function afterSteps(provider: Provider, steps: number): Promise<Held> {
  const batch = batchOf(provider);
  const backend = await onnxruntime({ provider, threads: 1 });
  const executable = await backend.compile(trainingStep(batch));
  const feeds = feedsOf(batch);
  let early = 0;
  for (let step = 1; step <= steps; step++) {
    await executable.run(feeds);
    if (step === steps / 5) early = residentMemory();
  }
  const late = residentMemory();
  await backend.dispose();
  return { early, late };
}

/** What three steps of a chain of residual blocks take, with all of them remembered, and with all computed again. */
export async function takenByBlocks(provider: Provider): Promise<{ remembered: number; again: number }> {
  const unit = () =>
    new Residual(new Sequential(new Conv2d(24, 24, 3, { padding: 1, bias: false }), new BatchNorm2d(24), relu));
  const create = () => {
    const units = Array.from({ length: 12 }, unit);
    return new Sequential(new Conv2d(3, 24, 3, { padding: 1 }), ...units, globalAveragePool, new Linear(24, 10));
  };
  const taken = async (model: Block & { forward(x: Tensor): Tensor }) => {
    const backend = await onnxruntime({ provider, threads: 1 });
    const executable = await backend.compile(trainingStep(64, model));
    const before = residentMemory();
    for (let step = 0; step < 3; step++) await executable.run(feedsOf(64));
    const after = residentMemory();
    await backend.dispose();
    return after - before;
  };
  // The smaller first: the heap of WebAssembly does not shrink.
  const again = await taken(recompute(create(), ...Array.from({ length: 12 }, (_, index) => `${index + 1}`)));
  return { again, remembered: await taken(create()) };
}

/** After the first step and after five, of activations that outweigh the process itself. */
export async function afterFirstSteps(provider: Provider): Promise<Held> {
  const batch = 512;
  const backend = await onnxruntime({ provider, threads: 1 });
  const executable = await backend.compile(trainingStep(batch));
  const feeds = feedsOf(batch);
  await executable.run(feeds);
  const early = residentMemory();
  for (let step = 1; step < 5; step++) await executable.run(feeds);
  const late = residentMemory();
  await backend.dispose();
  return { early, late };
}

/**
 * A leak of a session and its arena would add up: each holds megabytes. The allocator's own reserves grow for some fifty
 * sessions (onnxruntime-node: 158 MB after 10, 179 after 50, 184 after 120), and by some 30 MB at once now and then, so that of
 * two stretches behind them the one is taken in which less was added: a leak adds to both.
 *
 * @param times the sessions of a stretch
 */
export async function afterDisposals(provider: Provider, times: number): Promise<Held> {
  const batch = batchOf(provider);
  const backend = await onnxruntime({ provider, threads: 1 });
  const graph = trainingStep(batch);
  const held: number[] = [];
  for (let time = 1; time <= 3 * times; time++) {
    const executable = await backend.compile(graph);
    await executable.run(feedsOf(batch));
    executable.dispose();
    // Reading waits for the disposal, and shows that the state survives it.
    expect((await executable.state.read()).size).toBe(graph.state.length);
    if (time % times === 0) held.push(residentMemory());
  }
  await backend.dispose();
  const [first, second, third] = held as [number, number, number];
  return second / first < third / second ? { early: first, late: second } : { early: second, late: third };
}

/** Within 10 %. */
export function expectFlat({ early, late }: Held): void {
  expect(late).toBeLessThanOrEqual(early * 1.1);
}

const net = new Sequential(
  new Conv2d(3, 16, 3, { padding: 1 }),
  new BatchNorm2d(16),
  relu,
  (x: Tensor) => globalAveragePool(x),
  new Linear(16, 10),
);

/** A step with gradients, updates and statistics of the batch, so that all that is there to be leaked is made anew in it. */
function trainingStep(batch: number, model: Block & { forward(x: Tensor): Tensor } = net): Graph {
  return trace(
    ({ x, y }) => {
      const parameters = [...trainableParameters(model).values()];
      const reads = parameters.map((parameter) => parameter.read());
      const error = sub(model.forward(x), y);
      const loss = reduceMean(mul(error, error));
      gradients(loss, reads).forEach((gradient, index) => {
        parameters[index]!.update(add(reads[index]!, mul(gradient, -0.1)));
      });
      return { loss };
    },
    { x: float32(batch, 3, 32, 32), y: float32(batch, 10) },
    { model, mode: "train" },
  );
}

function feedsOf(batch: number): Feeds {
  const draw = (name: string, ...shape: number[]) =>
    ndarray(new RandomStream(1, name).fillUniform(new Float32Array(sizeOf(shape)), -1, 1), shape);
  return { x: draw("x", batch, 3, 32, 32), y: draw("y", batch, 10) };
}

import { Worker } from "node:worker_threads";
import { connectBackend, float32, gradients, mul, ndarray, reduceSum, tanh, trace, Linear } from "@blockzoo/core";
import { describeExecutables, describeTraining } from "@blockzoo/testkit";
import { describe, expect, it } from "vitest";
import { onnxruntime } from "../src/index.js";

const file = new URL("fixtures/worker.mjs", import.meta.url);
const start = () => new Worker(file, { execArgv: ["--conditions=@blockzoo/source"] });

describe.each(["cpu", "wasm"] as const)("%s in a worker", (provider) => {
  const open = () => connectBackend(start(), { provider });
  describeExecutables(open);
  describeTraining(open);
});

/** Takes long enough to be noticed. */
const slow = trace(
  ({ x }) => {
    let y = x;
    for (let layer = 0; layer < 30; layer++) y = tanh(mul(y, 1.01));
    return gradients(reduceSum(y), [x])[0]!;
  },
  { x: float32(2_000_000) },
);

it("leaves this thread free while it computes", async () => {
  const feeds = { x: ndarray(new Float32Array(2_000_000).fill(0.5)) };
  const turnsDuring = async (executable: Awaited<ReturnType<typeof compiled>>) => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await executable.run(feeds);
    clearInterval(timer);
    return turns;
  };
  const compiled = async (backend: Awaited<ReturnType<typeof onnxruntime>>) => backend.compile(slow);
  const remote = await connectBackend(start(), { provider: "cpu", threads: 1 });
  const local = await onnxruntime({ provider: "cpu", threads: 1 });
  expect(await turnsDuring(await compiled(local))).toBeLessThanOrEqual(1);
  expect(await turnsDuring(await compiled(remote))).toBeGreaterThan(1);
  await Promise.all([remote.dispose(), local.dispose()]);
});

it("says why where the worker fails or cannot open its backend", async () => {
  await expect(connectBackend(start(), { threads: 0 })).rejects.toThrow("threads must be");
  await expect(connectBackend(start(), { provider: "abacus" })).rejects.toThrow('no provider "abacus"');
  await expect(connectBackend(start(), { device: "cpu" })).rejects.toThrow('there is no option "device"');
  const broken = new Worker("throw new Error('out of order')", { eval: true });
  await expect(connectBackend(broken)).rejects.toThrow("the worker ended: out of order");
  const gone = await connectBackend(start());
  expect(gone.name).toBe("onnxruntime-cpu");
  await gone.dispose();
  await expect(gone.compile(trace(new Linear(1, 1), { x: float32(1, 1) }))).rejects.toThrow("was disposed");
});

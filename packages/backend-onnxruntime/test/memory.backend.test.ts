import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { onnxruntime, type Provider } from "../src/index.js";
import { feedsOf, trainingStep } from "./memory.js";
import { whyNoGpu } from "./software-gpu.js";

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
async function afterSteps(provider: Provider, steps: number): Promise<Held> {
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

/**
 * A leak of a session and its arena would add up: each holds megabytes. The allocator's own reserves grow for some fifty
 * sessions (onnxruntime-node: 158 MB after 10, 179 after 50, 184 after 120), so that the second half is compared.
 */
async function afterDisposals(provider: Provider, times: number): Promise<Held> {
  const batch = batchOf(provider);
  const backend = await onnxruntime({ provider, threads: 1 });
  const graph = trainingStep(batch);
  let early = 0;
  for (let time = 1; time <= times; time++) {
    const executable = await backend.compile(graph);
    await executable.run(feedsOf(batch));
    executable.dispose();
    // Reading waits for the disposal, and shows that the state survives it.
    expect((await executable.state.read()).size).toBe(graph.state.length);
    if (time === times / 2) early = residentMemory();
  }
  const late = residentMemory();
  await backend.dispose();
  return { early, late };
}

/** Within 10 %. */
function expectFlat({ early, late }: Held): void {
  expect(late).toBeLessThanOrEqual(early * 1.1);
}

describe.each(["cpu", "wasm"] as const)("memory on %s", (provider) => {
  test("is flat over 500 steps", { timeout: 300_000 }, async () => {
    expectFlat(await afterSteps(provider, 500));
  });
  test("is given back by disposing", { timeout: 300_000 }, async () => {
    expectFlat(await afterDisposals(provider, 100));
  });
});

describe.skipIf(whyNoGpu)(`memory on webgpu${whyNoGpu ?? ""}`, () => {
  test("is flat over 50 steps", { timeout: 300_000 }, async () => {
    expectFlat(await afterSteps("webgpu", 50));
  });
  test("is given back by disposing", { timeout: 300_000 }, async () => {
    expectFlat(await afterDisposals("webgpu", 20));
  });
});

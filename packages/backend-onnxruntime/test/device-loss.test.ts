import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { deviceLoss } from "../src/failures.js";
import type { Ort } from "../src/ort.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** A runtime whose device is lost when it is told so. */
function openDevice() {
  let lose!: (info: GPUDeviceLostInfo) => void;
  const device = { lost: new Promise<GPUDeviceLostInfo>((resolve) => (lose = resolve)) };
  const loss = deviceLoss({ env: { webgpu: { device } } } as unknown as Ort);
  return { loss, lose: () => lose({ reason: "unknown", message: "a crash" } as GPUDeviceLostInfo) };
}

const never = new Promise<never>(() => {});

test("what a run gave is not kept while the device is open", async () => {
  const { loss, lose } = openDevice();
  const kept = new WeakRef(await loss.during(Promise.resolve({ values: new Float32Array(8) })));
  await new Promise(setImmediate);
  collect();
  expect(kept.deref()).toBeUndefined();
  lose();
});

test("a run during which the device is lost fails with the reason, and so does every run after it", async () => {
  const { loss, lose } = openDevice();
  const run = loss.during(never);
  lose();
  await expect(run).rejects.toThrow("the WebGPU device was lost (unknown: a crash)");
  await expect(loss.during(Promise.resolve(1))).rejects.toThrow("make a new backend in a page that is loaded again");
});

test("a run that fails of itself says so", async () => {
  await expect(openDevice().loss.during(Promise.reject(new Error("no memory")))).rejects.toThrow("no memory");
});

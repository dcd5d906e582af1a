import * as tf from "@tensorflow/tfjs-core";
import { findBackend } from "@tensorflow/tfjs-core";
import {
  add,
  Block,
  Buffer,
  float32,
  ndarray,
  relu,
  selectBackend,
  trace,
  zeros,
  type Backend,
  type Tensor,
} from "@blockzoo/core";
import { expect, test } from "vitest";
import { tfjs, type Device } from "../src/index.js";

/** What of tfjs' own backends is broken on purpose. */
interface Breakable {
  readonly gpgpu: { readonly gl: WebGL2RenderingContext };
  readonly device: GPUDevice;
}

class Counter extends Block {
  readonly count = new Buffer([1], zeros());

  forward(x: Tensor): Tensor {
    this.count.update(add(this.count, 1));
    return relu(x);
  }
}

const lose: Partial<Record<Device, (backend: Breakable) => void>> = {
  webgl: ({ gpgpu }) => gpgpu.gl.getExtension("WEBGL_lose_context")!.loseContext(),
  webgpu: ({ device }) => device.destroy(),
};

/** A backend of which something is broken when it comes to the kernel of relu. */
async function breaking(device: "webgl" | "webgpu", broken: (backend: Breakable) => void): Promise<Backend> {
  await tfjs({ device });
  const breakable = findBackend(device) as unknown as Breakable;
  const kernels = tf.getKernelsForBackend(device).map((kernel) => ({
    ...kernel,
    kernelFunc: (call: Parameters<typeof kernel.kernelFunc>[0]) => {
      if (kernel.kernelName === "Relu") broken(breakable);
      return kernel.kernelFunc(call);
    },
  }));
  return tfjs({ device, core: { ...tf, KernelBackend: tf.KernelBackend, getKernelsForBackend: () => kernels } });
}

/** Counts its runs. */
const counting = () => trace(new Counter(), { x: float32(2) }, { mode: "train" });

test("a kernel of WebGPU that does not compile is an error, and the state stays", async () => {
  const backend = await breaking("webgpu", ({ device }) => {
    device.createShaderModule({ code: "this is no shader" });
  });
  const executable = await backend.compile(counting());
  await expect(executable.run({ x: ndarray([-1, 2]) })).rejects.toThrow(/^tfjs-webgpu failed: [^]*this is no shader/);
  expect((await executable.state.read()).get("count")!.data[0]).toBe(0);
  await backend.dispose();
});

test.each([
  ["webgl", "the WebGL context was lost"],
  ["webgpu", "the WebGPU device was lost"],
] as const)(
  "%s that is lost in a run is told, gives and keeps no numbers, and another device is chosen",
  async (device, message) => {
    let runs = 0;
    const backend = await breaking(device, (breakable) => {
      if (++runs === 2) lose[device]!(breakable);
    });
    const executable = await backend.compile(counting());
    const feeds = { x: ndarray([-1, 2]) };
    const { outputs } = await executable.run(feeds);
    // WebGL has -0.
    expect(Array.from(outputs["output"]!.data, Math.abs)).toEqual([0, 2]);

    await expect(executable.run(feeds)).rejects.toThrow(message);
    await expect(executable.state.read()).rejects.toThrow(message);
    await expect(executable.run(feeds)).rejects.toThrow(message);
    expect(runs).toBe(2);
    const { backend: chosen, report } = await selectBackend([
      { name: device, open: () => tfjs({ device }) },
      { name: "cpu", open: () => tfjs({ device: "cpu" }) },
    ]);
    expect(chosen.name).toBe("tfjs-cpu");
    expect(report[0]).toMatchObject({ name: device, runs: false, reason: expect.stringContaining(message) as string });
  },
);

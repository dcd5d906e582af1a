import * as tf from "@tensorflow/tfjs-core";
import { findBackend } from "@tensorflow/tfjs-core";
import { add, Block, Buffer, float32, ndarray, relu, selectBackend, trace, zeros, type Tensor } from "@blockzoo/core";
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

test("a kernel of WebGPU that does not compile is an error, and the state stays", async () => {
  await tfjs({ device: "webgpu" });
  const device = (findBackend("webgpu") as unknown as Breakable).device;
  const kernels = tf.getKernelsForBackend("webgpu").map((kernel) => ({
    ...kernel,
    kernelFunc: (call: Parameters<typeof kernel.kernelFunc>[0]) => {
      if (kernel.kernelName === "Relu") device.createShaderModule({ code: "this is no shader" });
      return kernel.kernelFunc(call);
    },
  }));
  const broken = { ...tf, KernelBackend: tf.KernelBackend, getKernelsForBackend: () => kernels };
  const backend = await tfjs({ device: "webgpu", core: broken });
  const counter = new Counter();
  const executable = await backend.compile(trace(counter, { x: float32(2) }, { mode: "train" }));
  await expect(executable.run({ x: ndarray([-1, 2]) })).rejects.toThrow(/^tfjs-webgpu failed: [^]*this is no shader/);
  expect((await executable.state.read()).get("count")!.data[0]).toBe(0);
  await backend.dispose();
});

test.each([
  ["webgl", "the WebGL context was lost"],
  ["webgpu", "the WebGPU device was lost"],
] as const)("%s that is lost is told, and another device is chosen", async (device, message) => {
  const backend = await tfjs({ device });
  const executable = await backend.compile(trace(({ x }) => relu(x), { x: float32(2) }));
  const feeds = { x: ndarray([-1, 2]) };
  const { outputs } = await executable.run(feeds);
  // WebGL has -0.
  expect(Array.from(outputs["output"]!.data, Math.abs)).toEqual([0, 2]);

  lose[device]!(findBackend(device) as unknown as Breakable);
  await expect(executable.run(feeds)).rejects.toThrow(message);
  const { backend: chosen, report } = await selectBackend([
    { name: device, open: () => tfjs({ device }) },
    { name: "cpu", open: () => tfjs({ device: "cpu" }) },
  ]);
  expect(chosen.name).toBe("tfjs-cpu");
  expect(report[0]).toMatchObject({ name: device, runs: false, reason: expect.stringContaining(message) as string });
});

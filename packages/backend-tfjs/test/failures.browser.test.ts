import { findBackend } from "@tensorflow/tfjs-core";
import { float32, ndarray, relu, selectBackend, trace } from "@blockzoo/core";
import { expect, test } from "vitest";
import { tfjs, type Device } from "../src/index.js";

/** What of tfjs' own backends is broken on purpose. */
interface Breakable {
  readonly gpgpu: { readonly gl: WebGL2RenderingContext };
  readonly device: GPUDevice;
}

const lose: Partial<Record<Device, (backend: Breakable) => void>> = {
  webgl: ({ gpgpu }) => gpgpu.gl.getExtension("WEBGL_lose_context")!.loseContext(),
  webgpu: ({ device }) => device.destroy(),
};

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

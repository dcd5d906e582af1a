import { float32, Linear, ndarray, relu, trace } from "@blockzoo/core";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test, vi } from "vitest";
import { tfjs, type Device, type TfjsOptions } from "../src/index.js";
import { openDevice } from "../src/open-device.js";
import type { KernelBackend, TfCore } from "../src/runtime.js";

const core = tf as unknown as TfCore;
const noFiles = { wasmPaths: undefined, setWasmPaths: undefined };

/** tfjs-core with another factory for its cpu backend, and none started yet. */
const startingWith = (factory: () => KernelBackend | Promise<KernelBackend>): TfCore => ({
  ...core,
  KernelBackend: tf.KernelBackend,
  engine: () => ({ registry: {} }),
  findBackendFactory: () => factory,
});

test("a device that does not exist, or not here, is named", async () => {
  await expect(tfjs({ device: "gpu" as Device })).rejects.toThrow('tfjs has no device "gpu": choose one of wasm, cpu');
  await expect(tfjs({ device: "webgl" })).rejects.toThrow("tfjs has WebGL only in browsers");
  await expect(tfjs({ device: "webgpu" })).rejects.toThrow("there is no WebGPU here");
});

test("an option that does not exist is refused", async () => {
  await expect(tfjs({ provider: "cpu" } as TfjsOptions)).rejects.toThrow(
    'tfjs: there is no option "provider". The options are device, core, wasmPaths',
  );
});

test("tfjs does not print, with its first tensor in Node, that tfjs-node is faster", async () => {
  const warn = vi.spyOn(console, "warn");
  const backend = await tfjs({ device: "cpu" });
  await (await backend.compile(trace(({ x }) => relu(x), { x: float32(1) }))).run({ x: ndarray([1]) });
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
  await backend.dispose();
});

test("a package that is missing is named with the command that installs it", async () => {
  await expect(tfjs({ device: "node" })).rejects.toThrow(
    "@tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu is not installed. Install what tfjs on node needs with: npm i @tensorflow/tfjs-node",
  );
});

test("a version that is too old is named", async () => {
  await expect(tfjs({ device: "cpu", core: { ...core, version_core: "3.21.0" } })).rejects.toThrow(
    "tfjs-core 3.21.0 is installed, but 4.20 or a later 4.x is needed",
  );
});

test("a start that never ends, fails or gives nothing is an error", { timeout: 10_000 }, async () => {
  await expect(
    openDevice(
      startingWith(() => new Promise(() => {})),
      "cpu",
      noFiles,
    ),
  ).rejects.toThrow("tfjs on cpu did not start within 5 s");
  const failing = startingWith(() => Promise.reject(new Error("no adapter")));
  await expect(openDevice(failing, "webgpu", noFiles)).rejects.toThrow("tfjs on webgpu does not start: no adapter");
  await expect(
    openDevice(
      startingWith(() => false as never),
      "cpu",
      noFiles,
    ),
  ).rejects.toThrow("it gave no backend");
});

test("a backend of another copy of tfjs-core is told apart", async () => {
  await expect(
    openDevice(
      startingWith(() => ({}) as KernelBackend),
      "cpu",
      noFiles,
    ),
  ).rejects.toThrow("two copies of @tensorflow/tfjs-core are loaded");
});

test("tfjs's own current backend is not changed, and devices live side by side", async () => {
  const before = tf.engine().backendName;
  const backends = await Promise.all([tfjs({ device: "cpu" }), tfjs({ device: "wasm" }), tfjs({ device: "cpu" })]);
  const graph = trace(({ x }) => relu(x), { x: float32(2) });
  for (const backend of backends) {
    const { outputs } = await (await backend.compile(graph)).run({ x: ndarray([-1, 2]) });
    expect([...outputs["output"]!.data].map((value) => value + 0)).toEqual([0, 2]);
  }
  expect(tf.engine().backendName).toBe(before);
  await Promise.all(backends.map((backend) => backend.dispose()));
});

test("state of another device is refused", async () => {
  const [cpu, wasm] = [await tfjs({ device: "cpu" }), await tfjs({ device: "wasm" })];
  const graph = trace(new Linear(2, 2), { x: float32(1, 2) });
  const { state } = await cpu.compile(graph);
  await expect(wasm.compile(graph, { state })).rejects.toThrow("options.state belongs to another backend");
  await Promise.all([cpu.dispose(), wasm.dispose()]);
  await expect(state.read()).rejects.toThrow("this state was disposed");
});

test("all nodes that a device cannot run are named at once", async () => {
  const kernels = core.getKernelsForBackend("cpu").filter(({ kernelName }) => !["Relu", "Erf"].includes(kernelName));
  const { BlockzooError, erf } = await import("@blockzoo/core");
  const backend = await tfjs({
    device: "cpu",
    core: {
      ...core,
      version_core: core.version_core,
      KernelBackend: tf.KernelBackend,
      getKernelsForBackend: () => kernels,
    },
  });
  const graph = trace(({ x }) => erf(relu(erf(x))), { x: float32(2) });
  const failure = await backend.compile(graph).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(BlockzooError);
  expect((failure as Error).message).toBe(
    "tfjs on cpu cannot run this graph:\n- erf: tfjs has no kernel Erf for cpu\n- relu: tfjs has no kernel Relu for cpu",
  );
  await backend.dispose();
});

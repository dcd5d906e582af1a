import type { Backend } from "@blockzoo/core";
import type { RuntimeName } from "../../frame/runtimes.js";

const tfjs = async (device: "webgl" | "webgpu") => (await import("@blockzoo/backend-tfjs")).tfjs({ device });

/** Opens the backend of a runtime, whose code is fetched when it is first chosen. */
export const openBackend: Readonly<Record<RuntimeName, () => Promise<Backend>>> = {
  "ort-wasm": async () => (await import("./onnxruntime-wasm.js")).open(),
  "ort-webgpu": async () => (await import("./onnxruntime-webgpu.js")).open(),
  "tfjs-wasm": async () => (await import("./tfjs-wasm.js")).open(),
  "tfjs-webgl": () => tfjs("webgl"),
  "tfjs-webgpu": () => tfjs("webgpu"),
};

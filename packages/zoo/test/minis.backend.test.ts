import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { tfjs } from "@blockzoo/backend-tfjs";
import { describeAgreement } from "@blockzoo/family-checks";
import { minis } from "./minis.js";

/** vitest.config.ts tells the processes of tests where a software GPU is. */
const hasGpu = process.env["VK_ICD_FILENAMES"] !== undefined;
if (!hasGpu) console.warn("minis on ort-webgpu are left out: there is no Chromium, with whose software GPU this runs");

describeAgreement(await minis(), {
  "ort-cpu": () => onnxruntime({ provider: "cpu" }),
  "ort-wasm": () => onnxruntime({ provider: "wasm" }),
  ...(hasGpu && { "ort-webgpu": () => onnxruntime({ provider: "webgpu" }) }),
  "tfjs-wasm": () => tfjs({ device: "wasm" }),
  "tfjs-cpu": () => tfjs({ device: "cpu" }),
});

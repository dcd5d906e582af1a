import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { tfjs } from "@blockzoo/backend-tfjs";
import { BlockzooError, selectBackend, type Backend, type BackendCandidate, type BackendProbe } from "@blockzoo/core";
import { findGraphics, type Graphics } from "./graphics.js";

/** What may be faster than the CPU, the fastest first. */
const accelerators: readonly BackendCandidate[] = [
  { name: "onnxruntime-cuda", open: () => onnxruntime({ provider: "cuda" }) },
  { name: "onnxruntime-webgpu", open: () => onnxruntime({ provider: "webgpu" }) },
  { name: "tfjs-node-gpu", open: openTfjsGpu },
];

/** The first use of a driver may compile its kernels. */
const timeoutMilliseconds = 30_000;

export interface Accelerator {
  readonly backend: Backend;
  readonly graphics: Graphics;
}

export interface Devices {
  readonly cpu: Backend;
  readonly accelerator: Accelerator | undefined;
  /** What was tried in the place of the accelerator, and does not run here. */
  readonly refused: readonly (BackendProbe & { readonly runs: false })[];
}

/** Opens the CPU and the first accelerator that works. */
export async function findDevices(): Promise<Devices> {
  const cpu = await onnxruntime({ provider: "cpu" });
  const none: BackendCandidate = { name: "none", open: async () => cpu };
  // With the CPU as the last resort, nothing is thrown where there is no accelerator.
  const { backend, report } = await selectBackend([...accelerators, none], { timeoutMilliseconds });
  return {
    cpu,
    accelerator: backend === cpu ? undefined : { backend, graphics: graphicsOf(backend) },
    refused: report.filter((probe) => !probe.runs),
  };
}

/** CUDA and TensorFlow's GPU build need NVIDIA's hardware; WebGPU takes whatever driver there is. */
function graphicsOf({ capabilities }: Backend): Graphics {
  const graphics = findGraphics();
  return capabilities.device === "webgpu" ? graphics : { ...graphics, isSoftware: false };
}

const tfjsGpu: string = "@tensorflow/tfjs-node-gpu";

/** By name: the device `node` of the backend would also take tfjs-node, which computes on the CPU. */
async function openTfjsGpu(): Promise<Backend> {
  const core = (await import(tfjsGpu).catch((error: unknown) => {
    throw new BlockzooError(`${tfjsGpu} is not installed, or does not load`, { cause: error });
  })) as object;
  return tfjs({ device: "node", core });
}

import type { Support } from "@blockzoo/core";
import { compositeLowerings } from "./composites.js";
import type { Device } from "./runtime.js";
import { lowerings } from "./table.js";

/** Where one kernel does not do, on every device; what is not listed is one kernel, or none. */
const everywhere: Readonly<Record<string, Support>> = {
  conv: { decomposedFor: "groups that are not depthwise, three axes" },
  convTranspose: { decomposedFor: "groups, one and three axes, asymmetric padding" },
  maxPool: { decomposedFor: "switches, dilations, one and three axes" },
  averagePool: { decomposedFor: "padding that counts, three axes" },
  where: { decomposedFor: "operands that broadcast" },
  matMul: { decomposedFor: "batches that broadcast" },
  gatherElements: "decomposed",
  scatterElementsAdd: "decomposed",
  scan: { decomposedFor: "every loop: the host calls the kernels of each step" },
};

/** Kernels that tfjs's wasm lacks, or that are far slower there than others that give the same. */
const onWasm: Readonly<Record<string, Support>> = {
  convTranspose: "decomposed",
  slice: { decomposedFor: "steps larger than 1" },
  tanh: { decomposedFor: "large tensors" },
};

/** Kernels of tfjs's WebGPU that are not what an op says. */
const onWebgpu: Readonly<Record<string, Support>> = {
  argMax: { decomposedFor: "32 elements and more" },
};

const onDevice: Partial<Record<Device, Readonly<Record<string, Support>>>> = { wasm: onWasm, webgpu: onWebgpu };

/**
 * How tfjs computes a primitive or a composite on a device: by one kernel, or by several, as gradients of convolutions and pools on wasm,
 * which has none that are right and fast. Nothing is computed on the host.
 *
 * @example supportOf("conv", "wasm")
 */
export function supportOf(name: string, device: Device): Support {
  if (Object.hasOwn(lowerings, name)) return onDevice[device]?.[name] ?? everywhere[name] ?? "native";
  if (!Object.hasOwn(compositeLowerings, name)) return "decomposed";
  return device === "wasm" ? "decomposed" : "native";
}

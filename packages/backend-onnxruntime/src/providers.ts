import type { Graph, PrimitiveName, StateDict, Support } from "@blockzoo/core";
import {
  buildModel,
  compositeLowerings,
  onnxLowerings,
  type CompositeLowerings,
  type Lowerings,
  type OnnxModel,
} from "@blockzoo/onnx";
import type { Tables } from "./blocked/tables.js";
import { hostComposites, hostLowerings, sharedComposites } from "./lowerings/host.js";
import { webgpuLacks, webgpuLowerings, webgpuSupport } from "./lowerings/webgpu/table.js";
import { orderForMemory } from "./execution-order.js";
import type { RuntimeName } from "./runtime.js";

/** Where ONNX Runtime computes. */
export type Provider = "cpu" | "wasm" | "webgpu" | "cuda";

/** How graphs are written for a provider, and how it is run. */
export interface ProviderRow {
  /** The packages that have it: in Node, in a page. */
  readonly packages: { readonly node?: RuntimeName; readonly page?: RuntimeName };
  readonly lowerings: Lowerings<PrimitiveName>;
  readonly composites: CompositeLowerings;
  /** Whether it computes elsewhere than on the host: then no node may run there that no lowering declares. */
  readonly isDevice: boolean;
  /** Whether the runtime can leave results in the device's memory. */
  readonly keepsState: boolean;
  /** Whether it computes convolutions in blocks of channels, on machines that have them. */
  readonly blocksChannels: boolean;
}

/** ONNX has Gelu from opset 20 on, and models are written for 17. */
const common = without(compositeLowerings, ["gelu"]);

/** The kernel of LRN on the host takes several times as long as the definition. */
const hostLacks = ["lrn"];

const host = {
  lowerings: hostLowerings,
  composites: { ...without(common, hostLacks), ...hostComposites },
  isDevice: false,
  keepsState: false,
  blocksChannels: false,
} as const;

/** A row times a column is twice as slow in WebAssembly as the products of their elements and the sum of these. */
const wasmLacks = ["channelProduct"];

/**
 * CUDA has no training mode of BatchNormalization from opset 14 on, and no MaxUnpool: their definitions run. Nor have
 * its recurrent operators been run here, against their loops.
 */
const cudaLacks = ["batchNormTraining", "maxPoolGradient", "rnn loop", "gru loop", "lstm loop"];

/** A table without some of its rows: those composites are then written as their definitions. */
function without(table: CompositeLowerings, names: readonly string[]): CompositeLowerings {
  return Object.fromEntries(Object.entries(table).filter(([name]) => !names.includes(name)));
}

/** One table for each family of providers, filled by running every op case on it. */
export const providers: Readonly<Record<Provider, ProviderRow>> = {
  cpu: { ...host, packages: { node: "node" }, blocksChannels: true },
  wasm: { ...host, composites: without(host.composites, wasmLacks), packages: { node: "web", page: "web" } },
  webgpu: {
    packages: { node: "node", page: "web" },
    lowerings: webgpuLowerings,
    composites: without(common, webgpuLacks),
    isDevice: true,
    keepsState: true,
    blocksChannels: false,
  },
  // onnxruntime-node hands every result of CUDA to the host.
  cuda: {
    ...host,
    packages: { node: "node" },
    lowerings: onnxLowerings,
    composites: without(common, cudaLacks),
    isDevice: true,
  },
};

/**
 * A graph as the ONNX model that is run on a provider: with its table, and with probes as outputs.
 *
 * @param options weights that become constants; what writes convolutions in blocks of channels, where that is to be; how many threads
 * of the host will run it, by default one
 */
export function providerModel(
  graph: Graph,
  provider: Provider,
  options: {
    readonly weights?: StateDict | undefined;
    readonly inBlocks?: ((tables: Tables) => Tables) | undefined;
    readonly threads?: number;
  } = {},
): OnnxModel {
  const { weights, inBlocks, threads = 1 } = options;
  const { lowerings, isDevice, ...row } = providers[provider];
  const composites = { ...row.composites, ...(threads > 1 && !isDevice && sharedComposites) };
  const tables = inBlocks?.({ lowerings, composites }) ?? { lowerings, composites };
  const model = buildModel(graph, { ...(weights && { weights }), ...tables, probes: true });
  orderForMemory(model.proto.graph!, { isDevice });
  return model;
}

/** How a provider computes a primitive or a composite. */
export function supportOf(name: string, provider: Provider): Support {
  const { lowerings, composites } = providers[provider];
  if (!Object.hasOwn(lowerings, name)) return Object.hasOwn(composites, name) ? "native" : "decomposed";
  return (provider === "webgpu" && webgpuSupport[name as PrimitiveName]) || "native";
}

import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import {
  BlockzooError,
  importOptional,
  MissingPackageError,
  referenceBackend,
  selectBackend,
  type Backend,
  type BackendCandidate,
} from "@blockzoo/core";
import { openWebgpu } from "./webgpu-trial.js";

/** The backends by the names that the command takes and shows. */
const backends = {
  "onnxruntime-node": () => onnxruntime({ provider: "cpu" }),
  "onnxruntime-web": () => onnxruntime({ provider: "wasm" }),
  "onnxruntime-webgpu": openWebgpu,
  "onnxruntime-cuda": () => onnxruntime({ provider: "cuda" }),
  "tfjs-wasm": () => tfjs("wasm"),
  "tfjs-cpu": () => tfjs("cpu"),
  "tfjs-node": () => tfjs("node"),
  reference: async () => referenceBackend(),
} satisfies Readonly<Record<string, () => Promise<Backend>>>;

export type BackendName = keyof typeof backends;

export const backendNames = Object.keys(backends) as readonly BackendName[];

/** What commands use where none is named: the first of these that is installed. */
export const usual: readonly BackendName[] = ["onnxruntime-node", "onnxruntime-web"];

/** What `--backend auto` tries, in this order. WebGPU is left to those who ask for it: in Node it may be a GPU in software. */
const preferred: readonly BackendName[] = ["onnxruntime-cuda", ...usual, "tfjs-wasm"];

/** Other names that are understood; those with a device are what the backends call themselves. */
const aliases: Readonly<Record<string, BackendName>> = {
  ort: "onnxruntime-node",
  "ort-cpu": "onnxruntime-node",
  "ort-node": "onnxruntime-node",
  "onnxruntime-cpu": "onnxruntime-node",
  "ort-wasm": "onnxruntime-web",
  "ort-web": "onnxruntime-web",
  "onnxruntime-wasm": "onnxruntime-web",
  "ort-webgpu": "onnxruntime-webgpu",
  "ort-cuda": "onnxruntime-cuda",
};

/** The name that the command uses for what was asked for, or for what a backend calls itself. */
export function backendName(name: string): BackendName {
  if (Object.hasOwn(backends, name)) return name as BackendName;
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  if (alias !== undefined) return alias;
  throw new BlockzooError(`there is no backend "${name}": there are ${backendNames.join(", ")}`);
}

/** What `selectBackend` and `probeBackend` of core take. */
export function candidate(name: BackendName): BackendCandidate {
  return { name, open: backends[name] };
}

/**
 * A backend by name; by default the fastest that is installed. `auto` tries them, and takes the first that works.
 *
 * @throws BlockzooError with the install command where the runtime is missing
 */
export async function openBackend(name?: string): Promise<Backend> {
  if (name === undefined) return onnxruntime();
  if (name === "auto") return (await selectBackend(preferred.map(candidate))).backend;
  return backends[backendName(name)]();
}

/** Opens a backend, and disposes it when the work with it is done. */
export async function withBackend<T>(name: string | undefined, work: (backend: Backend) => Promise<T>): Promise<T> {
  const backend = await openBackend(name);
  try {
    return await work(backend);
  } finally {
    await backend.dispose();
  }
}

/** Not every user wants tfjs, so that its package is found where the command is installed, or where it is called. */
const tfjsPackage: string = "@blockzoo/backend-tfjs";

interface TfjsPackage {
  tfjs(options: { readonly device: string }): Promise<Backend>;
}

async function tfjs(device: string): Promise<Backend> {
  const loaded = await importOptional<TfjsPackage>(tfjsPackage, () => import(tfjsPackage));
  if (loaded === undefined) throw new MissingPackageError(tfjsPackage, `npm i ${tfjsPackage} @tensorflow/tfjs`);
  return loaded.tfjs({ device });
}

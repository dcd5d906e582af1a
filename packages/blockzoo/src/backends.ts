import { BlockzooError, referenceBackend, type Backend } from "@blockzoo/core";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";

/** The backends by the names that the command takes and shows, the fastest first. */
const backends = {
  "onnxruntime-node": () => onnxruntime({ provider: "cpu" }),
  "onnxruntime-web": () => onnxruntime({ provider: "wasm" }),
  reference: async () => referenceBackend(),
} satisfies Readonly<Record<string, () => Promise<Backend>>>;

export type BackendName = keyof typeof backends;

export const backendNames = Object.keys(backends) as readonly BackendName[];

/** Other names that are understood; those with a device are what the backends call themselves. */
const aliases: Readonly<Record<string, BackendName>> = {
  ort: "onnxruntime-node",
  "ort-node": "onnxruntime-node",
  "onnxruntime-cpu": "onnxruntime-node",
  "ort-wasm": "onnxruntime-web",
  "ort-web": "onnxruntime-web",
  "onnxruntime-wasm": "onnxruntime-web",
};

/** The name that the command uses for what was asked for, or for what a backend calls itself. */
export function backendName(name: string): BackendName {
  if (Object.hasOwn(backends, name)) return name as BackendName;
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  if (alias !== undefined) return alias;
  throw new BlockzooError(`there is no backend "${name}": there are ${backendNames.join(", ")}`);
}

/**
 * A backend by name; by default the fastest that is installed.
 *
 * @throws BlockzooError with the install command where the runtime is missing
 */
export async function openBackend(name?: string): Promise<Backend> {
  return name === undefined ? onnxruntime() : backends[backendName(name)]();
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

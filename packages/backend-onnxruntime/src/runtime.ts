import { BlockzooError } from "@blockzoo/core";

/** What this package uses of onnxruntime-common's interface; written out so that no runtime is needed to type-check. */
export interface OrtTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

export interface OrtSession {
  run(feeds: Readonly<Record<string, OrtTensor>>, fetches: readonly string[]): Promise<Record<string, OrtTensor>>;
  release(): Promise<void>;
}

export interface Ort {
  readonly Tensor: new (type: string, data: ArrayBufferView, dims: readonly number[]) => OrtTensor;
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<OrtSession> };
  readonly env: {
    logLevel?: string;
    readonly versions: Readonly<Record<string, string | undefined>>;
    readonly wasm: { numThreads?: number; wasmPaths?: string | { readonly mjs?: string; readonly wasm?: string } };
  };
}

/** `node` is onnxruntime-node, native code; `web` is onnxruntime-web, WebAssembly that runs in Node and in browsers. */
export type RuntimeName = "node" | "web";

export const packageNames: Readonly<Record<RuntimeName, string>> = {
  node: "onnxruntime-node",
  web: "onnxruntime-web",
};

/** The one command that installs a runtime. */
export function installCommand(runtime: RuntimeName): string {
  return `npm i ${packageNames[runtime]}`;
}

const isNode = typeof process !== "undefined" && process.versions?.node !== undefined;

/**
 * Loads a runtime, or returns undefined where it is not installed.
 *
 * @throws BlockzooError where it is installed but does not load
 */
export async function loadRuntime(runtime: RuntimeName): Promise<Ort | undefined> {
  const loaded = isNode
    ? await importInNode(packageNames[runtime])
    : runtime === "web"
      ? await importInBrowser()
      : undefined;
  if (loaded === undefined) return undefined;
  const ort = "InferenceSession" in loaded ? loaded : (loaded as { default: object }).default;
  (ort as Ort).env.logLevel = "error";
  return ort as Ort;
}

/** The literal name is what bundlers look for; this entry leaves out the much larger WebGPU build. */
async function importInBrowser(): Promise<object> {
  return import("onnxruntime-web/wasm");
}

/** From where this package is installed, else from the project in the working folder, which is where `npx` is run. */
async function importInNode(name: string): Promise<object | undefined> {
  try {
    return (await import(/* @vite-ignore */ name)) as object;
  } catch (error) {
    if (!isMissing(error, name)) throw broken(name, error);
  }
  const { createRequire } = process.getBuiltinModule("node:module");
  const { pathToFileURL } = process.getBuiltinModule("node:url");
  let path: string;
  try {
    path = createRequire(`${process.cwd()}/`).resolve(name);
  } catch {
    return undefined;
  }
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(path).href)) as object;
  } catch (error) {
    throw broken(name, error);
  }
}

function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") && message.includes(`'${name}'`);
}

function broken(name: string, error: unknown): BlockzooError {
  const reason = (error as Error).message;
  return new BlockzooError(`${name} is installed, but does not load: ${reason}. Install it again: npm i ${name}`, {
    cause: error,
  });
}

/** The threads that a runtime may use here; WebAssembly in a page gets them only where memory can be shared. */
export function availableThreads(): number {
  if (isNode) return process.getBuiltinModule("node:os").availableParallelism();
  return globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1;
}

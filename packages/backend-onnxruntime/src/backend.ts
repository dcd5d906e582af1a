import {
  BlockzooError,
  checkCompileOptions,
  checkOptions,
  type Backend,
  type Capabilities,
  type CompileOptions,
  type Graph,
} from "@blockzoo/core";
import { OrtDevice } from "./device.js";
import { OrtExecutable } from "./executable.js";
import { findAdapter } from "./adapter.js";
import type { Ort, WasmPaths } from "./ort.js";
import { providers, type Provider } from "./providers.js";
import { chooseThreads, isNode, loadRuntime, missing, packageNames, versionOf, type RuntimeName } from "./runtime.js";
import { checkSpinning, type Spinning } from "./spinning.js";
import { checkVulkan } from "./vulkan.js";

export interface OnnxRuntimeOptions {
  /**
   * Where the runtime computes. In Node: `cpu`, native code; `wasm`, WebAssembly; `webgpu`, any GPU; `cuda`, NVIDIA's. In a
   * page: `wasm` and `webgpu`. By default `cpu` where onnxruntime-node is installed, else `wasm`.
   */
  readonly provider?: Provider;
  /** Default: all cores that the process may use. WebAssembly takes the number of its first session for all. */
  readonly threads?: number;
  /** Whether idle threads of onnxruntime-node spin before they sleep. Default `"briefly"`. */
  readonly spinning?: Spinning;
  /**
   * Where a page loads onnxruntime-web's WebAssembly from: a folder, or the addresses of the two files. Default: beside the
   * script, or inside it, as the bundler has put it.
   */
  readonly wasmPaths?: WasmPaths;
}

/**
 * A backend that runs graphs on ONNX Runtime, training steps included: forward, backward and update are one session run.
 *
 * @throws BlockzooError with the install command where the runtime is missing, and with what the machine or the page lacks
 * where the provider does not start
 * @example const backend = await onnxruntime();
 */
export async function onnxruntime(options: OnnxRuntimeOptions = {}): Promise<Backend> {
  checkOptions("onnxruntime", options, { provider: true, threads: true, spinning: true, wasmPaths: true });
  const threads = chooseThreads(options.threads);
  const spinning = checkSpinning(options.spinning ?? "briefly");
  const { provider, runtime, ort } = await load(options.provider);
  if (runtime === "web") {
    // WebAssembly starts its threads with the first session; later wishes have no effect.
    ort.env.wasm.numThreads ||= threads;
    if (options.wasmPaths !== undefined) ort.env.wasm.wasmPaths = options.wasmPaths;
  }
  if (provider === "webgpu" && isNode) checkVulkan();
  const adapter = provider === "webgpu" && !isNode ? await findAdapter() : undefined;
  const actual = runtime === "web" ? ort.env.wasm.numThreads! : threads;
  const device = new OrtDevice({ provider, runtime, ort, threads: actual, spinning });
  await device.start();
  return new OrtBackend(device, adapter);
}

interface Loaded {
  readonly provider: Provider;
  readonly runtime: RuntimeName;
  readonly ort: Ort;
}

async function load(wanted: Provider | undefined): Promise<Loaded> {
  if (wanted !== undefined && !Object.hasOwn(providers, wanted)) {
    throw new BlockzooError(`there is no provider "${wanted}": choose one of ${Object.keys(providers).join(", ")}`);
  }
  const place = isNode ? "node" : "page";
  const candidates = wanted === undefined ? (["cpu", "wasm"] as const) : [wanted];
  let absent: RuntimeName | undefined;
  for (const provider of candidates) {
    const runtime = providers[provider].packages[place];
    const ort = runtime && (await loadRuntime(runtime, provider === "webgpu"));
    if (ort !== undefined) return { provider, runtime: runtime!, ort };
    absent = runtime;
  }
  if (absent !== undefined) throw missing(absent);
  throw new BlockzooError(`a page has no provider "${wanted}": choose "wasm" or "webgpu"`);
}

class OrtBackend implements Backend {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly #device: OrtDevice;
  readonly #executables = new Set<OrtExecutable>();
  #disposed = false;

  constructor(device: OrtDevice, adapter: string | undefined) {
    const { provider, runtime, ort, threads } = device;
    this.#device = device;
    this.name = device.name;
    this.capabilities = {
      runtime: `${packageNames[runtime]} ${versionOf(ort, runtime)}`,
      device: provider,
      threads,
      dynamicShapes: true,
      ...(adapter !== undefined && { adapter }),
    };
  }

  async compile(graph: Graph, options: CompileOptions = {}): Promise<OrtExecutable> {
    checkCompileOptions(options);
    if (this.#disposed) throw new BlockzooError(`the backend ${this.name} was disposed: make a new one`);
    const forget = (disposed: OrtExecutable) => this.#executables.delete(disposed);
    const executable = await OrtExecutable.create(graph, options, this.#device, forget);
    this.#executables.add(executable);
    return executable;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await Promise.all([...this.#executables].map((executable) => executable.release()));
  }
}

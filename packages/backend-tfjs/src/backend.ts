import {
  BlockzooError,
  checkCompileOptions,
  checkOptions,
  type Backend,
  type Capabilities,
  type CompileOptions,
  type Graph,
} from "@blockzoo/core";
import { DeviceWatch } from "./device-watch.js";
import { TfjsExecutable } from "./executable.js";
import { loadTfjs } from "./load.js";
import { openDevice } from "./open-device.js";
import { sliceInWasm } from "./wasm-slice.js";
import { registeredNames, type Device, type KernelBackend, type KernelFunction, type TfCore } from "./runtime.js";

export interface TfjsOptions {
  /** Where tfjs computes; default `wasm`, which runs in Node and in browsers. */
  readonly device?: Device;
  /**
   * tfjs-core, where the caller has imported it and the package of the device. By default they are imported here, from
   * what is installed; a bundler that insists on all of tfjs being there is satisfied by this.
   */
  readonly core?: object;
  /** The URL of the folder of tfjs's .wasm files, where a bundler does not serve them beside the script. */
  readonly wasmPaths?: string;
}

/**
 * A backend that runs graphs on TensorFlow.js, training steps included. Kernels are called on the device that is named;
 * tfjs's own current backend is neither used nor changed, so that several devices live side by side.
 *
 * @throws BlockzooError with the install command where a package is missing, with the reason where the device does not start
 * @example const backend = await tfjs({ device: "wasm" });
 */
export async function tfjs(options: TfjsOptions = {}): Promise<Backend> {
  checkOptions("tfjs", options, { device: true, core: true, wasmPaths: true });
  const { device = "wasm" } = options;
  if (!Object.hasOwn(registeredNames, device)) {
    const names = Object.keys(registeredNames).join(", ");
    throw new BlockzooError(`tfjs has no device "${device as string}": choose one of ${names}`);
  }
  const { core, setWasmPaths } = await loadTfjs(device, options.core);
  const instance = await openDevice(core, device, { wasmPaths: options.wasmPaths, setWasmPaths });
  return new TfjsBackend(core, device, instance);
}

class TfjsBackend implements Backend {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly #device: Device;
  readonly #backend: KernelBackend;
  readonly #kernels: ReadonlyMap<string, KernelFunction>;
  readonly #executables = new Set<TfjsExecutable>();
  readonly #watch: DeviceWatch;
  #disposed = false;

  constructor(core: TfCore, device: Device, backend: KernelBackend) {
    this.#device = device;
    this.#backend = backend;
    const kernels = core.getKernelsForBackend(registeredNames[device]);
    this.#kernels = new Map([
      ...kernels.map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc] as const),
      ...(device === "wasm" ? [["Slice", sliceInWasm] as const] : []),
    ]);
    this.name = `tfjs-${device}`;
    this.capabilities = { runtime: `tfjs-core ${core.version_core}`, device, threads: 1, dynamicShapes: true };
    this.#watch = new DeviceWatch(backend);
  }

  async compile(graph: Graph, options: CompileOptions = {}): Promise<TfjsExecutable> {
    checkCompileOptions(options);
    if (this.#disposed) throw new BlockzooError(`the backend ${this.name} was disposed: make a new one`);
    this.#watch.check();
    const executable = new TfjsExecutable(graph, options, {
      name: this.name,
      device: this.#device,
      backend: this.#backend,
      kernelOf: (kernel) => this.#kernels.get(kernel),
      watch: this.#watch,
      forget: (disposed) => this.#executables.delete(disposed),
    });
    this.#executables.add(executable);
    return executable;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await Promise.all([...this.#executables].map((executable) => executable.release()));
  }
}

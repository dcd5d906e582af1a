import { BlockzooError, messageOf } from "@blockzoo/core";
import { registeredNames, type Device, type KernelBackend, type TfCore } from "./runtime.js";

export interface WasmFiles {
  readonly wasmPaths: string | undefined;
  readonly setWasmPaths: ((folder: string) => void) | undefined;
}

/** How long a device may take to start: a promise of tfjs may never settle. */
export const startSeconds = 5;

/**
 * The instance of a device's backend: the one that tfjs has already, or a new one, which tfjs then has, too. Kernels of the
 * wasm backend are bound to one instance, so that a second one would break the first.
 *
 * @throws BlockzooError that says why the device does not start
 */
export async function openDevice(core: TfCore, device: Device, files: WasmFiles): Promise<KernelBackend> {
  const name = registeredNames[device];
  const { registry } = core.engine();
  const known = registry[name];
  if (known === undefined && device === "wasm") await prepareWasm(core, files);
  const instance = known ?? (await start(core, device));
  if (!(instance instanceof core.KernelBackend)) throw new BlockzooError(twoCopies);
  registry[name] = instance;
  if (device === "cpu") instance.firstUse = false;
  // tfjs does this only for the backend that it makes current; done twice it changes nothing.
  for (const { setupFunc } of core.getKernelsForBackend(name)) setupFunc?.(instance);
  return instance;
}

/**
 * The build of tfjs with threads hangs in minified pages, and was never seen to use a second thread, so that it is left
 * out. What is not WebAssembly would hang, too, so that the file is looked at first.
 */
async function prepareWasm(core: TfCore, { wasmPaths, setWasmPaths }: WasmFiles): Promise<void> {
  core.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (wasmPaths === undefined) return;
  if (setWasmPaths === undefined) {
    throw new BlockzooError(
      "with the option core, call setWasmPaths of @tensorflow/tfjs-backend-wasm instead of naming wasmPaths",
    );
  }
  const folder = wasmPaths.endsWith("/") ? wasmPaths : `${wasmPaths}/`;
  const url = `${folder}${wasmFile}`;
  const source = `node_modules/@tensorflow/tfjs-backend-wasm/dist/${wasmFile}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(startSeconds * 1000) }).catch((error: unknown) => {
    throw new BlockzooError(`${url} cannot be read: ${messageOf(error)}. Copy ${source} to there`, { cause: error });
  });
  const type = response.headers.get("content-type") ?? "no type";
  await response.body?.cancel();
  if (!response.ok || type.includes("text/html")) {
    const found = response.ok ? "an HTML page" : `status ${response.status}`;
    throw new BlockzooError(`got ${found} from ${url}: copy ${source} to there`);
  }
  setWasmPaths(folder);
}

const wasmFile = "tfjs-backend-wasm-simd.wasm";

const twoCopies =
  "two copies of @tensorflow/tfjs-core are loaded: the backend belongs to another one. `npm ls @tensorflow/tfjs-core` " +
  "shows both; install all packages of tfjs in one version";

async function start(core: TfCore, device: Device): Promise<KernelBackend> {
  const factory = core.findBackendFactory(registeredNames[device]);
  if (factory === undefined || factory === null) throw new BlockzooError(whyNotRegistered[device]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<never>((_, reject) => {
    const message = `tfjs on ${device} did not start within ${startSeconds} s. ${hints[device]}`;
    timer = setTimeout(() => reject(new BlockzooError(message, { kind: "failure" })), startSeconds * 1000);
  });
  try {
    const instance = await Promise.race([Promise.resolve(factory()), expired]);
    if (instance) return instance;
    throw new Error("it gave no backend");
  } catch (error) {
    if (error instanceof BlockzooError) throw error;
    throw new BlockzooError(`tfjs on ${device} does not start: ${messageOf(error)}. ${hints[device]}`, {
      cause: error,
      kind: "failure",
    });
  } finally {
    clearTimeout(timer);
  }
}

const unregistered =
  "@tensorflow/tfjs-core does not know the backend: two copies of it are loaded, `npm ls @tensorflow/tfjs-core` shows both";

const whyNotRegistered: Readonly<Record<Device, string>> = {
  wasm: unregistered,
  cpu: unregistered,
  webgl: "tfjs has WebGL only in browsers: here is none, choose the device wasm",
  webgpu:
    "there is no WebGPU here: the browser lacks navigator.gpu, or must be started with it enabled; choose webgl or wasm",
  node: "tfjs-node did not register its backend: install @tensorflow/tfjs-node again",
};

const hints: Readonly<Record<Device, string>> = {
  wasm: 'Where the .wasm files are not beside the script, name their folder: tfjs({ device: "wasm", wasmPaths: "/files/" })',
  cpu: "Choose another device",
  webgl: "The browser may have no WebGL, or too many contexts may be open; choose wasm",
  webgpu: "There may be no adapter; choose webgl or wasm",
  node: "Choose the device wasm",
};

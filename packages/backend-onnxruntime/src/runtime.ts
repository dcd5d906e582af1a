import { BlockzooError, importOptional, MissingPackageError } from "@blockzoo/core";
import type { Ort } from "./ort.js";

/** `node` is onnxruntime-node, native code; `web` is onnxruntime-web, WebAssembly that runs in Node and in browsers. */
export type RuntimeName = "node" | "web";

export const packageNames: Readonly<Record<RuntimeName, string>> = {
  node: "onnxruntime-node",
  web: "onnxruntime-web",
};

/** The oldest release that the peer range of package.json allows. */
const oldest = [1, 20] as const;

export const isNode = typeof process !== "undefined" && process.versions?.node !== undefined;

/**
 * Loads a runtime, or returns undefined where it is not installed.
 *
 * @param gpu whether the build with WebGPU is wanted, which in a page is another one
 * @throws BlockzooError where it is installed but does not load, or is too old
 */
export async function loadRuntime(runtime: RuntimeName, gpu = false): Promise<Ort | undefined> {
  const name = packageNames[runtime];
  const loaded = isNode
    ? await importOptional<object>(name, () => import(/* @vite-ignore */ name))
    : runtime === "web"
      ? await importInPage(gpu)
      : undefined;
  if (loaded === undefined) return undefined;
  const ort = ("InferenceSession" in loaded ? loaded : (loaded as { default: object }).default) as Ort;
  checkVersion(runtime, versionOf(ort, runtime));
  // What is an error is thrown; it need not also be printed.
  ort.env.logLevel = "fatal";
  return ort;
}

export function versionOf(ort: Ort, runtime: RuntimeName): string {
  return ort.env.versions[runtime] ?? ort.env.versions["common"] ?? "of unknown version";
}

/** The error for a runtime that is not there. */
export function missing(runtime: RuntimeName): MissingPackageError {
  return new MissingPackageError(packageNames[runtime]);
}

function checkVersion(runtime: RuntimeName, version: string): void {
  if (isAtLeast(version, oldest)) return;
  const name = packageNames[runtime];
  throw new BlockzooError(
    `${name} ${version} is installed, but ${oldest.join(".")} or later is needed: npm i ${name}@latest`,
  );
}

/** Whether a version is a release or one after it; so is one that is not known. */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [own = NaN, ownMinor = NaN] = version.split(".").map(Number);
  return !(own < major || (own === major && ownMinor < minor));
}

/** The literal names are what bundlers look for; the first leaves out the much larger WebGPU build. */
async function importInPage(gpu: boolean): Promise<object> {
  return gpu ? import("onnxruntime-web/webgpu") : import("onnxruntime-web/wasm");
}

const isolation =
  "the page is not cross-origin isolated, so that WebAssembly has one thread: serve it with the headers " +
  "Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp";

/** The threads that a runtime may use here; WebAssembly in a page gets them only where memory can be shared. */
export function chooseThreads(wanted: number | undefined): number {
  if (wanted !== undefined && (!Number.isInteger(wanted) || wanted < 1)) {
    throw new BlockzooError(`threads must be a whole number of at least 1, got ${wanted}`);
  }
  if (isNode) return wanted ?? process.getBuiltinModule("node:os").availableParallelism();
  if (globalThis.crossOriginIsolated) return wanted ?? navigator.hardwareConcurrency;
  if (wanted !== undefined && wanted > 1) throw new BlockzooError(`${wanted} threads: ${isolation}, or ask for one`);
  return 1;
}

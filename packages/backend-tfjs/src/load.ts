import { BlockzooError, importOptional } from "@blockzoo/core";
import type { Device, TfCore } from "./runtime.js";

/** The packages of which one must be installed for a device, the smaller one first. */
const packagesOf: Readonly<Record<Device, readonly string[]>> = {
  wasm: ["@tensorflow/tfjs-backend-wasm"],
  cpu: ["@tensorflow/tfjs-backend-cpu", "@tensorflow/tfjs"],
  webgl: ["@tensorflow/tfjs-backend-webgl", "@tensorflow/tfjs"],
  webgpu: ["@tensorflow/tfjs-backend-webgpu"],
  node: ["@tensorflow/tfjs-node", "@tensorflow/tfjs-node-gpu"],
};

const corePackages = ["@tensorflow/tfjs-core", "@tensorflow/tfjs"];

/** The one command that installs what a device needs. */
export function installCommand(device: Device): string {
  if (device === "node") return "npm i @tensorflow/tfjs-node";
  return `npm i @tensorflow/tfjs-core ${packagesOf[device][0]}`;
}

export interface Loaded {
  readonly core: TfCore;
  /** Of the package of the wasm backend. */
  readonly setWasmPaths: ((folder: string) => void) | undefined;
}

/**
 * Loads tfjs-core, and the package that brings a device's kernels, unless `core` says that the caller has.
 *
 * @throws BlockzooError with the install command where one is missing, or with what is wrong with what is installed
 */
export async function loadTfjs(device: Device, core: object | undefined): Promise<Loaded> {
  if (core !== undefined) return { core: checked(core as TfCore), setWasmPaths: undefined };
  const kernels = await importFirst(packagesOf[device]);
  if (kernels === undefined) throw missing(device, packagesOf[device].join(" or "));
  const loaded = device === "node" ? kernels : await importFirst(corePackages);
  if (loaded === undefined) throw missing(device, corePackages[0]!);
  return { core: checked(loaded as TfCore), setWasmPaths: (kernels as Partial<Loaded>).setWasmPaths };
}

function missing(device: Device, name: string): BlockzooError {
  return new BlockzooError(
    `${name} is not installed. Install what tfjs on ${device} needs with: ${installCommand(device)}`,
  );
}

const [oldestMajor, oldestMinor] = [4, 20];

function checked(core: TfCore): TfCore {
  const version = core.version_core;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major === oldestMajor && minor >= oldestMinor) return core;
  throw new BlockzooError(
    `tfjs-core ${version} is installed, but ${oldestMajor}.${oldestMinor} or a later ${oldestMajor}.x is needed: npm i @tensorflow/tfjs-core@4.22.0, and the same version of its backends`,
  );
}

async function importFirst(names: readonly string[]): Promise<object | undefined> {
  for (const name of names) {
    const found = await (isNode ? importOptional(name, () => import(/* @vite-ignore */ name)) : importInBrowser(name));
    if (found !== undefined)
      return "default" in found && !("version_core" in found) ? (found.default as object) : found;
  }
  return undefined;
}

const isNode = typeof process !== "undefined" && process.versions?.node !== undefined;

/** Literal names are what bundlers look for; whether a package is there shows only when it is asked for. */
const imports: Readonly<Record<string, () => Promise<object>>> = {
  "@tensorflow/tfjs-core": () => import("@tensorflow/tfjs-core"),
  "@tensorflow/tfjs-backend-wasm": () => import("@tensorflow/tfjs-backend-wasm"),
  "@tensorflow/tfjs-backend-cpu": () => import("@tensorflow/tfjs-backend-cpu"),
  "@tensorflow/tfjs-backend-webgl": () => import("@tensorflow/tfjs-backend-webgl"),
  "@tensorflow/tfjs-backend-webgpu": () => import("@tensorflow/tfjs-backend-webgpu"),
};

async function importInBrowser(name: string): Promise<object | undefined> {
  return imports[name]?.().catch(() => undefined);
}

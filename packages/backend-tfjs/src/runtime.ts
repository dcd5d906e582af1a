import type { DType, NumericArray } from "@blockzoo/core";

/** What names the data of a tensor on a backend of tfjs. */
export type DataId = object;

/** A tensor as kernels of tfjs see it. */
export interface TensorInfo {
  readonly dataId: DataId;
  readonly shape: readonly number[];
  readonly dtype: string;
}

export interface KernelArguments {
  readonly inputs: unknown;
  readonly attrs: object;
  readonly backend: KernelBackend;
}

export type KernelFunction = (call: KernelArguments) => TensorInfo | readonly TensorInfo[];

/** What this package uses of a backend instance of tfjs; written out so that no runtime is needed to type-check. */
export interface KernelBackend {
  write(values: NumericArray, shape: readonly number[], dtype: DType): DataId;
  read(dataId: DataId): Promise<NumericArray>;
  incRef(dataId: DataId): void;
  disposeData(dataId: DataId, force?: boolean): boolean;
  numDataIds(): number;
  /** wasm: the values where they are. */
  typedArrayFromHeap?(info: TensorInfo): NumericArray;
  /** wasm: memory for a tensor. */
  makeOutput?(shape: readonly number[], dtype: string): TensorInfo;
  /** cpu: whether it has yet to print, with its first tensor in Node, that tfjs-node is faster. */
  firstUse?: boolean;
  /** cpu: the values where they are. */
  readonly data?: { get(dataId: DataId): { readonly values: NumericArray } };
  /** webgl */
  readonly gpgpu?: { readonly gl: { isContextLost(): boolean; readonly canvas: EventTarget } };
  /** webgpu */
  readonly device?: {
    readonly lost: Promise<{ readonly message: string }>;
    pushErrorScope(filter: "validation"): void;
    popErrorScope(): Promise<{ readonly message: string } | null>;
  };
}

export interface KernelConfig {
  readonly kernelName: string;
  readonly kernelFunc: KernelFunction;
  readonly setupFunc?: (backend: KernelBackend) => void;
}

/** What this package uses of tfjs-core. */
export interface TfCore {
  readonly version_core: string;
  readonly KernelBackend: abstract new () => object;
  getKernel(name: string, backend: string): KernelConfig | undefined;
  getKernelsForBackend(backend: string): readonly KernelConfig[];
  findBackendFactory(name: string): (() => KernelBackend | Promise<KernelBackend>) | null | undefined;
  engine(): { readonly registry: Record<string, KernelBackend> };
  env(): { set(flag: string, value: boolean | number): void; getBool(flag: string): boolean };
}

/** Where tfjs computes: `node` is tfjs-node or tfjs-node-gpu, the native library. */
export type Device = "wasm" | "cpu" | "webgl" | "webgpu" | "node";

/** The name that a device's kernels and backend are registered under. */
export const registeredNames: Readonly<Record<Device, string>> = {
  wasm: "wasm",
  cpu: "cpu",
  webgl: "webgl",
  webgpu: "webgpu",
  node: "tensorflow",
};

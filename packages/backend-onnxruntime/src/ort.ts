import { toFloat32, type DType, type NDArray, type NumericArray } from "@blockzoo/core";

/** What this package uses of onnxruntime-common's interface; written out so that no runtime is needed to type-check. */
export interface OrtTensor {
  readonly type: string;
  readonly dims: readonly number[];
  /** `cpu` is the host; of a tensor elsewhere, `data` must not be asked for. */
  readonly location: string;
  readonly data: unknown;
  dispose(): void;
}

export interface OrtSession {
  run(feeds: Readonly<Record<string, OrtTensor>>, fetches: readonly string[]): Promise<Record<string, OrtTensor>>;
  release(): Promise<void>;
}

/** Where a page finds onnxruntime-web's WebAssembly: a folder, or the two files. */
export type WasmPaths = string | { readonly mjs: string; readonly wasm: string };

export interface Ort {
  readonly Tensor: new (type: string, data: ArrayBufferView, dims: readonly number[]) => OrtTensor;
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<OrtSession> };
  readonly env: {
    logLevel?: string;
    readonly versions: Readonly<Record<string, string | undefined>>;
    readonly wasm: { numThreads?: number; wasmPaths?: WasmPaths };
    readonly webgpu?: { readonly device?: GPUDevice | Promise<GPUDevice> };
  };
}

export function toOrt(ort: Ort, value: NDArray): OrtTensor {
  const { dtype, shape, data } = toFloat32(value);
  return new ort.Tensor(dtype, data, shape);
}

export function fromOrt(tensor: OrtTensor): NDArray {
  return { dtype: tensor.type as DType, shape: tensor.dims, data: tensor.data as NumericArray };
}

import { BlockzooError, ndarray, type Feeds, type NDArray } from "@blockzoo/core";

/** What is used of onnxruntime-common's interface; written out so that no runtime is needed to type-check. */
interface Value {
  readonly data: unknown;
  readonly dims: readonly number[];
}
interface Session {
  run(feeds: Readonly<Record<string, Value>>): Promise<Readonly<Record<string, Value>>>;
  release(): Promise<void>;
}
interface Runtime {
  readonly Tensor: new (type: string, data: unknown, dims: readonly number[]) => Value;
  readonly InferenceSession: { create(model: Uint8Array): Promise<Session> };
}

/**
 * Runs the bytes of an ONNX file on ONNX Runtime alone, as somebody would who does not know this project.
 *
 * @throws BlockzooError where no runtime is installed
 */
export async function runOnnxFile(bytes: Uint8Array, feeds: Feeds): Promise<Readonly<Record<string, NDArray>>> {
  const { InferenceSession, Tensor } = await loadRuntime();
  const session = await InferenceSession.create(bytes);
  try {
    const inputs = Object.entries(feeds).map(([name, { dtype, data, shape }]) => [
      name,
      new Tensor(dtype, dtype === "float32" ? Float32Array.from(data) : data, shape),
    ]);
    const outputs = await session.run(Object.fromEntries(inputs) as Record<string, Value>);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { data, dims }]) => [name, ndarray(data as Float32Array, dims)]),
    );
  } finally {
    await session.release();
  }
}

/** The first that is installed. */
async function loadRuntime(): Promise<Runtime> {
  for (const name of ["onnxruntime-node", "onnxruntime-web"]) {
    try {
      const loaded = (await import(/* @vite-ignore */ name)) as Runtime & { readonly default?: Runtime };
      return "InferenceSession" in loaded ? loaded : (loaded as { default: Runtime }).default;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  throw new BlockzooError("an ONNX file needs ONNX Runtime to be run: npm i -D onnxruntime-web");
}

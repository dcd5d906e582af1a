import { BlockzooError, type Backend, type Capabilities, type CompileOptions, type Graph } from "@blockzoo/core";
import { OrtExecutable } from "./executable.js";
import { availableThreads, installCommand, loadRuntime, packageNames, type Ort, type RuntimeName } from "./runtime.js";

export interface OnnxRuntimeOptions {
  /** Where the runtime computes: `cpu` is native code (onnxruntime-node), `wasm` is WebAssembly (onnxruntime-web). */
  readonly provider?: "cpu" | "wasm";
  /** Which package to run on; by default the provider's, or onnxruntime-node where it is installed, else onnxruntime-web. */
  readonly runtime?: RuntimeName;
  /** Default: all cores that the process may use. WebAssembly takes the number of its first session for all. */
  readonly threads?: number;
}

/**
 * Threads that wait by spinning doubled the CPU time of a step with two threads, and its duration on a machine that had
 * anything else to do (ResNet-20, batch 32: 224 against 128 ms of CPU; one thread takes 119).
 */
const withoutSpinning = { session: { intra_op: { allow_spinning: "0" } } };

const runtimeOf = { cpu: "node", wasm: "web" } as const;

/**
 * A backend that runs graphs on ONNX Runtime, training steps included: forward, backward and update are one session run.
 *
 * @throws BlockzooError with the install command where the runtime is missing
 * @example const backend = await onnxruntime();
 */
export async function onnxruntime(options: OnnxRuntimeOptions = {}): Promise<Backend> {
  const { provider } = options;
  const wanted = options.runtime ?? (provider && runtimeOf[provider]);
  if (wanted !== undefined && provider !== undefined && runtimeOf[provider] !== wanted) {
    throw new BlockzooError(`${packageNames[wanted]} has no provider "${provider}": leave out one of the two options`);
  }
  const { threads = availableThreads() } = options;
  if (!Number.isInteger(threads) || threads < 1) {
    throw new BlockzooError(`threads must be a whole number of at least 1, got ${threads}`);
  }
  for (const runtime of wanted === undefined ? (["node", "web"] as const) : [wanted]) {
    const ort = await loadRuntime(runtime);
    if (ort !== undefined) return new OrtBackend(ort, runtime, threads);
  }
  const missing = wanted ?? "web";
  throw new BlockzooError(`${packageNames[missing]} is not installed. Install it with: ${installCommand(missing)}`);
}

class OrtBackend implements Backend {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly #ort: Ort;
  readonly #sessionOptions: object;
  readonly #executables = new Set<OrtExecutable>();
  #disposed = false;

  constructor(ort: Ort, runtime: RuntimeName, threads: number) {
    const device = runtime === "node" ? "cpu" : "wasm";
    // WebAssembly starts its threads with the first session; later wishes have no effect.
    if (runtime === "web") ort.env.wasm.numThreads ||= threads;
    const actual = runtime === "web" ? (ort.env.wasm.numThreads ?? 1) : threads;
    this.#ort = ort;
    this.name = `onnxruntime-${device}`;
    this.capabilities = {
      runtime: `${packageNames[runtime]} ${ort.env.versions[runtime] ?? ort.env.versions["common"] ?? "of unknown version"}`,
      device,
      threads: actual,
      dynamicShapes: true,
    };
    this.#sessionOptions = {
      executionProviders: [device],
      graphOptimizationLevel: "all",
      executionMode: "sequential",
      logSeverityLevel: 3,
      ...(runtime === "node" && { intraOpNumThreads: threads, interOpNumThreads: 1, extra: withoutSpinning }),
    };
  }

  async compile(graph: Graph, options: CompileOptions = {}): Promise<OrtExecutable> {
    if (this.#disposed) throw new BlockzooError(`the backend ${this.name} was disposed: make a new one`);
    const executable = await OrtExecutable.create(graph, options, {
      name: this.name,
      ort: this.#ort,
      sessionOptions: this.#sessionOptions,
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

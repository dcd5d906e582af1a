import { float32, ndarray, relu, trace } from "@blockzoo/core";
import { onnxruntime } from "./backend.js";
import { installCommand, loadRuntime, type RuntimeName } from "./runtime.js";

/** Whether a runtime works here, and if not, why and what to install. */
export interface RuntimeProbe {
  readonly name: "onnxruntime-cpu" | "onnxruntime-wasm";
  readonly installed: boolean;
  /** Package and version, where it is installed. */
  readonly version: string | undefined;
  /** Whether a tiny model gave the right result. */
  readonly runs: boolean;
  readonly threads: number | undefined;
  readonly reason: string | undefined;
  readonly install: string;
}

const candidates = [
  { name: "onnxruntime-cpu", provider: "cpu", runtime: "node" },
  { name: "onnxruntime-wasm", provider: "wasm", runtime: "web" },
] as const;

/** Runs a tiny model on every runtime. Never throws; a runtime that does not answer in time counts as one that fails. */
export async function probeRuntimes(options: { readonly timeoutMilliseconds?: number } = {}): Promise<RuntimeProbe[]> {
  const probes: RuntimeProbe[] = [];
  for (const { name, provider, runtime } of candidates) {
    probes.push({
      name,
      install: installCommand(runtime),
      ...(await probe(provider, runtime, options.timeoutMilliseconds ?? 20_000)),
    });
  }
  return probes;
}

type Outcome = Omit<RuntimeProbe, "name" | "install">;

async function probe(provider: "cpu" | "wasm", runtime: RuntimeName, timeout: number): Promise<Outcome> {
  const failed = { installed: true, version: undefined, runs: false, threads: undefined };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ ...failed, reason: `no answer within ${timeout / 1000} s` }), timeout);
  });
  try {
    if ((await loadRuntime(runtime)) === undefined) return { ...failed, installed: false, reason: "not installed" };
    return await Promise.race([runTinyModel(provider), expired]);
  } catch (error) {
    return { ...failed, reason: (error as Error).message };
  } finally {
    clearTimeout(timer);
  }
}

async function runTinyModel(provider: "cpu" | "wasm"): Promise<Outcome> {
  const backend = await onnxruntime({ provider });
  const { runtime, threads } = backend.capabilities;
  try {
    const executable = await backend.compile(trace(({ x }) => relu(x), { x: float32(2) }));
    const { outputs } = await executable.run({ x: ndarray([-1, 2]) });
    const found = [...outputs["output"]!.data].join();
    const runs = found === "0,2";
    return {
      installed: true,
      version: runtime,
      runs,
      threads,
      reason: runs ? undefined : `relu([-1, 2]) gave [${found}]`,
    };
  } finally {
    await backend.dispose();
  }
}

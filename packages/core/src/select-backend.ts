import type { Backend, Capabilities } from "./backend.js";
import { checkOptions, type OptionNames } from "./check-options.js";
import { BlockzooError, messageOf, MissingPackageError } from "./errors.js";
import { relu } from "./ops/elementwise.js";
import { matMul } from "./ops/matmul.js";
import { trace } from "./graph/trace.js";
import { ndarray } from "./ndarray.js";
import { float32 } from "./tensor.js";

/** A backend that may or may not work here. */
export interface BackendCandidate {
  readonly name: string;
  open(): Promise<Backend>;
}

/** Whether a candidate works here. */
export type BackendProbe =
  | { readonly name: string; readonly runs: true; readonly capabilities: Capabilities; readonly milliseconds: number }
  | {
      readonly name: string;
      readonly runs: false;
      /** The package, header, flag, adapter or version that is missing, or what the runtime said. */
      readonly reason: string;
      /** What installs the package, where that is all that is missing. */
      readonly install?: string;
      readonly milliseconds: number;
    };

export interface SelectOptions {
  /** How long each candidate may take to compute a tiny graph; default 5000. */
  readonly timeoutMilliseconds?: number;
}

const optionNames: OptionNames<SelectOptions> = { timeoutMilliseconds: true };

export interface SelectedBackend {
  readonly backend: Backend;
  /** What was tried, in order: why each before the chosen one was not chosen, and the chosen one. */
  readonly report: readonly BackendProbe[];
}

/**
 * Opens the first candidate that computes a tiny graph rightly and in time; the others are left alone.
 *
 * @throws BlockzooError that lists why none of them works
 * @example
 * const { backend, report } = await selectBackend([
 *   { name: "webgpu", open: () => onnxruntime({ provider: "webgpu" }) },
 *   { name: "wasm", open: () => onnxruntime({ provider: "wasm" }) },
 * ]);
 */
export async function selectBackend(
  candidates: readonly BackendCandidate[],
  options: SelectOptions = {},
): Promise<SelectedBackend> {
  checkOptions("selectBackend", options, optionNames);
  const report: BackendProbe[] = [];
  for (const candidate of candidates) {
    const { probe, backend } = await tryCandidate(candidate, options);
    report.push(probe);
    if (backend !== undefined) return { backend, report };
  }
  const lines = report.map((probe) => `  ${probe.name}: ${probe.runs ? "runs" : probe.reason}`);
  throw new BlockzooError(`no backend works here:\n${lines.join("\n") || "  none was named"}`, { kind: "failure" });
}

/** Whether a candidate works here. What it throws is the reason in the result; nothing is left open. */
export async function probeBackend(candidate: BackendCandidate, options: SelectOptions = {}): Promise<BackendProbe> {
  checkOptions("probeBackend", options, optionNames);
  const { probe, backend } = await tryCandidate(candidate, options);
  await backend?.dispose();
  return probe;
}

interface Attempt {
  readonly probe: BackendProbe;
  /** Open, where it works. */
  readonly backend?: Backend;
}

async function tryCandidate({ name, open }: BackendCandidate, options: SelectOptions): Promise<Attempt> {
  const { timeoutMilliseconds = 5000 } = options;
  const start = performance.now();
  const milliseconds = () => performance.now() - start;
  const opening = Promise.resolve().then(open);
  try {
    const backend = await inTime(
      opening.then(async (opened) => {
        await computesRightly(opened);
        return opened;
      }),
      timeoutMilliseconds,
    );
    const { capabilities } = backend;
    return { probe: { name, runs: true, capabilities, milliseconds: milliseconds() }, backend };
  } catch (error) {
    // What opens late, or computes wrongly, is not left open.
    void opening.then((late) => late.dispose()).catch(() => {});
    const install = error instanceof MissingPackageError ? { install: error.install } : {};
    return { probe: { name, runs: false, reason: messageOf(error), ...install, milliseconds: milliseconds() } };
  }
}

async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<never>((_, reject) => {
    const late = () => reject(new BlockzooError(`no answer within ${milliseconds / 1000} s`, { kind: "failure" }));
    timer = setTimeout(late, milliseconds);
  });
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}

/** A product and its positive part, in numbers that every runtime represents exactly. */
async function computesRightly(backend: Backend): Promise<void> {
  const graph = trace(({ a, b }) => relu(matMul(a, b)), { a: float32(2, 2), b: float32(2, 2) });
  const executable = await backend.compile(graph);
  try {
    const a = ndarray([
      [1, -2],
      [3, 4],
    ]);
    const { outputs } = await executable.run({ a, b: a });
    const found = [...outputs["output"]!.data].join();
    if (found !== "0,0,15,10") {
      throw new BlockzooError(`it computes wrongly: a product gave [${found}] in the place of [0,0,15,10]`, {
        kind: "failure",
      });
    }
  } finally {
    executable.dispose();
  }
}

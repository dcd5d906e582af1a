// Who takes part, and how a process of each is started.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { PictureWork } from "./pictures-problem.js";

export type Family = "blockzoo" | "pytorch" | "tfjs" | "jax" | "exported";

export interface Contender {
  readonly family: Family;
  readonly label: string;
  readonly threads: number;
  /** Program and arguments; PROBLEM THREADS WARM_UP STEPS follow. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** A limit to the number of processes, for one whose time is orders of magnitude away. */
  readonly maximumRounds?: number;
  /** Why it cannot run here. */
  readonly unavailable?: string;
}

/** The interpreter that has PyTorch: Debian's, with python3-torch, unless PYTHON names another. */
const python = process.env["PYTHON"] ?? "/usr/bin/python3";

const script = (name: string) => fileURLToPath(new URL(`contenders/${name}`, import.meta.url));
const tsx = (name: string) => [process.execPath, "--conditions=@blockzoo/source", "--import", "tsx", script(name)];

/** Ours, in Node; on onnxruntime-node where nothing else is said. */
export function ownContender(threads: number, name: string, label = "blockzoo on onnxruntime-node"): Contender {
  return { family: "blockzoo", label, threads, command: tsx(name), environment: {} };
}

/**
 * By default glibc gives freed memory back to the system, and the next step takes it again page by page. Of PyTorch's processes some take
 * thousands of page faults a step and some hardly any, by how the heap happens to lie, which makes 5 to 40 % of a step; ours take them for
 * the state that the runtime hands out anew, some 5 % of ResNet-18's. So told, glibc keeps what it has up to a gigabyte, and all
 * are as fast as the fastest. They also hold up to five hundredths more memory.
 */
export const keepsMemory: Contender["environment"] = {
  MALLOC_TRIM_THRESHOLD_: String(2 ** 30),
  MALLOC_MMAP_THRESHOLD_: String(2 ** 30),
};

function pytorch(threads: number, name: string, environment: Contender["environment"]): Contender {
  const missing = whyNoTorch();
  return {
    family: "pytorch",
    label: "PyTorch",
    threads,
    command: [python, script(name)],
    // The BLAS behind PyTorch reads its number of threads when it is loaded.
    environment: { OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads), ...environment },
    ...(missing !== undefined && { unavailable: missing }),
  };
}

/** Ours and PyTorch's, on the same numbers of threads. */
export interface Rivals {
  readonly own: readonly Contender[];
  readonly peers: () => readonly Contender[];
}

function rivals(threads: readonly number[], own: string, peer: string, environment = keepsMemory): Rivals {
  return {
    own: threads.map((count) => ({ ...ownContender(count, own), environment })),
    peers: () => threads.map((count) => pytorch(count, peer, environment)),
  };
}

/** Both in an environment that says more than their number of threads. */
export const trainingRivals = (threads: readonly number[], environment: Contender["environment"]): Rivals =>
  rivals(threads, "blockzoo.ts", "pytorch.py", environment);

/** Who writes a text, character by character: the step that we export, and PyTorch's own loop. */
export const generationRivals = (): Rivals => rivals([1], "blockzoo-generation.ts", "pytorch-generation.py");

export const pictureRivals = (work: PictureWork): Rivals => rivals([1, 2], `blockzoo-${work}.ts`, `pytorch-${work}.py`);

/** Beside ours and PyTorch, the file that torch.onnx makes of the same network. */
export function inferenceRivals(threads: number): Rivals {
  const { own, peers } = rivals([threads], "blockzoo-inference.ts", "pytorch-inference.py");
  const exported: Contender = {
    ...ownContender(threads, "exported-inference.ts", "torch.onnx on onnxruntime-node"),
    family: "exported",
  };
  return { own, peers: () => [exported, ...peers()] };
}

/** tfjs with its own gradients, whose steps take seconds. */
export function tfjsContender(): Contender {
  return { ...ownContender(1, "tfjs.ts", "tfjs, cpu, its own gradients"), family: "tfjs", maximumRounds: 1 };
}

export function jaxContender(): Contender {
  return { ...ownContender(1, "jax.ts", "jax-js, wasm"), family: "jax", maximumRounds: 3 };
}

/** Exports a network of torchvision, for {@link inferenceRivals}, and returns what went wrong. */
export function exportByTorch(network: string, path: string): string | undefined {
  const missing = whyNoTorch();
  if (missing !== undefined) return missing;
  const { status, stderr } = spawnSync(python, [script("export-onnx.py"), network, path], { encoding: "utf8" });
  return status === 0 ? undefined : stderr.trim().split("\n").at(-1);
}

let torch: { readonly missing: string | undefined } | undefined;

/** Asked once: PyTorch takes seconds to load. */
function whyNoTorch(): string | undefined {
  torch ??= { missing: askForTorch() };
  return torch.missing;
}

function askForTorch(): string | undefined {
  const { status, error } = spawnSync(python, ["-c", "import torch"], { encoding: "utf8" });
  if (error !== undefined) return `there is no ${python}`;
  return status === 0 ? undefined : `${python} has no torch`;
}

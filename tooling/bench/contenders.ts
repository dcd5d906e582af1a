// Who takes part, and how a process of each is started.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { PictureWork } from "./pictures-problem.js";
import type { Workload } from "./workloads.js";

export type Family = "blockzoo" | "pytorch" | "tfjs" | "exported";

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

const own = { family: "blockzoo", label: "blockzoo on onnxruntime-node", environment: {} } as const;

function pytorch(name: string, threads: number): Contender {
  const missing = whyNoTorch();
  return {
    family: "pytorch",
    label: "PyTorch",
    threads,
    command: [python, script(name)],
    // The BLAS behind PyTorch reads its number of threads when it is loaded.
    environment: { OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) },
    ...(missing !== undefined && { unavailable: missing }),
  };
}

const threadCounts = [1, 2] as const;

/** Ours takes training steps. */
export function ownContenders(): Contender[] {
  return threadCounts.map((threads) => ({ ...own, threads, command: tsx("blockzoo.ts") }));
}

/** PyTorch takes training steps. */
export function pytorchContenders(): Contender[] {
  return threadCounts.map((threads) => pytorch("pytorch.py", threads));
}

/** Who takes training steps. Ours comes first: its losses are what the others' are compared with. */
export function trainingContenders({ endlessOnTfjs }: Workload): Contender[] {
  return [
    ...ownContenders(),
    ...pytorchContenders(),
    {
      ...own,
      label: "blockzoo on tfjs-wasm",
      threads: 1,
      command: tsx("blockzoo-tfjs.ts"),
      maximumRounds: 2,
    },
    {
      family: "tfjs",
      label: "tfjs-cpu",
      threads: 1,
      command: tsx("tfjs.ts"),
      environment: {},
      maximumRounds: 1,
      ...(endlessOnTfjs && { unavailable: "a step takes minutes" }),
    },
  ];
}

/** Who runs a network forward: ours, the file that torch.onnx makes of the same network, and PyTorch itself. */
export function inferenceContenders(threads: number): Contender[] {
  const peer = pytorch("pytorch-inference.py", threads);
  return [
    { ...own, threads, command: tsx("blockzoo-inference.ts") },
    {
      ...peer,
      family: "exported",
      label: "torch.onnx on onnxruntime-node",
      command: tsx("exported-inference.ts"),
      environment: {},
    },
    peer,
  ];
}

/** Who writes a text, character by character: the step that we export, and PyTorch's own loop. */
export function generationContenders(threads: number): Contender[] {
  return [
    { ...own, label: "exported step on onnxruntime-node", threads, command: tsx("blockzoo-generation.ts") },
    pytorch("pytorch-generation.py", threads),
  ];
}

/** Who works on pictures: a script of ours, and one of PyTorch's. */
export function pictureContenders(work: PictureWork): Contender[] {
  return threadCounts.flatMap((threads) => [
    { ...own, threads, command: tsx(`blockzoo-${work}.ts`) },
    pytorch(`pytorch-${work}.py`, threads),
  ]);
}

/** Exports a network of torchvision, for {@link inferenceContenders}, and returns what went wrong. */
export function exportByTorch(network: string, path: string): string | undefined {
  const missing = whyNoTorch();
  if (missing !== undefined) return missing;
  const { status, stderr } = spawnSync(python, [script("export-onnx.py"), network, path], { encoding: "utf8" });
  return status === 0 ? undefined : stderr.trim().split("\n").at(-1);
}

/** Warm-up steps and timed ones. A step of tfjs-cpu takes seconds; the second one shows that the first updated. */
export function stepCounts({ family }: Contender, { steps }: Workload, quick: boolean): readonly [number, number] {
  if (family === "tfjs") return [1, 1];
  return quick ? [3, 3] : [Math.min(8, steps), steps];
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

// Forward passes: networks of torchvision at full size, with weights that their names decide, so that no file is shared.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { NDArray } from "@blockzoo/core";
import { knownValues } from "@blockzoo/testkit";
import { exportByTorch, inferenceContenders } from "./contenders.js";
import { runRounds, type Entry } from "./rounds.js";
import { runtimesOf, short, timeOf } from "./report.js";
import { markdownTable } from "./table.js";

const networks = ["alexnet", "vgg16", "googlenet", "resnet18", "resnet50"] as const;
const batches = [1, 8] as const;
const threads = 2;

export interface InferenceProblem {
  readonly network: (typeof networks)[number];
  readonly batch: number;
  /** The file that torch.onnx wrote. */
  readonly exported: string;
  /** How many of the scores are compared. */
  readonly results: number;
}

export function readInferenceProblem(file: string): InferenceProblem & { readonly input: NDArray } {
  const problem = JSON.parse(readFileSync(file, "utf8")) as InferenceProblem;
  return { ...problem, input: knownValues("input", [problem.batch, 3, 224, 224]) };
}

export interface InferenceOptions {
  readonly folder: string;
  readonly rounds: number;
  readonly quick: boolean;
  readonly progress: (line: string) => void;
}

export interface InferenceRow {
  readonly network: string;
  readonly batch: number;
  readonly entries: readonly Entry[];
}

export async function measureInference({ folder, rounds, quick, progress }: InferenceOptions): Promise<InferenceRow[]> {
  const rows: InferenceRow[] = [];
  for (const network of networks) {
    const exported = path.join(folder, `${network}.onnx`);
    const failure = exportByTorch(network, exported);
    const contenders = inferenceContenders(threads).map((contender) => ({
      ...contender,
      ...(failure !== undefined && contender.family === "exported" && { unavailable: failure }),
    }));
    for (const batch of batches) {
      progress(`${network}, batch ${batch}`);
      const problem = path.join(folder, `${network}.json`);
      writeFileSync(problem, JSON.stringify({ network, batch, exported, results: 5 } satisfies InferenceProblem));
      const stepsOf = () => (quick ? ([1, 2] as const) : ([3, batch === 1 ? 20 : 8] as const));
      rows.push({ network, batch, entries: await runRounds({ problem, contenders, stepsOf, rounds, progress }) });
    }
    rmSync(exported, { force: true });
  }
  return rows;
}

/** One table of all networks: times, and ours as multiples of the others'. */
export function inferenceTable(rows: readonly InferenceRow[], circumstances: string): string {
  const header = ["forward pass", "batch", "blockzoo, ms", "min-max", "torch.onnx, ms", "PyTorch, ms", "to torch.onnx", "to PyTorch"]; // prettier-ignore
  const cells = rows.map(({ network, batch, entries }) => {
    const [own, exported, pytorch] = entries as [Entry, Entry, Entry];
    const times = own.reports.map(({ milliseconds }) => milliseconds);
    const range = times.length === 0 ? "" : `${short(Math.min(...times))}-${short(Math.max(...times))}`;
    const shown = (entry: Entry) => entry.failure ?? short(timeOf(entry));
    const ratio = (entry: Entry) =>
      (own.failure ?? entry.failure) === undefined ? (timeOf(own) / timeOf(entry)).toFixed(2) : "";
    return [
      network,
      String(batch),
      shown(own),
      range,
      shown(exported),
      shown(pytorch),
      ratio(exported),
      ratio(pytorch),
    ];
  });
  const runtimes = runtimesOf(rows.flatMap(({ entries }) => entries));
  return [markdownTable(header, cells), `${circumstances}; ${runtimes}; ${threads} threads.`].join("\n\n");
}

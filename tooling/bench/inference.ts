// Forward passes: networks of torchvision at full size and a network that paints, with weights that their names decide, so that no file is shared.
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { exportByTorch, inferenceContenders } from "./contenders.js";
import { inferenceNetworks, type InferenceProblem } from "./inference-problem.js";
import { rangeOf, runtimesOf, short, timeOf } from "./report.js";
import { comparedResults, runRounds, type Entry } from "./rounds.js";
import { markdownTable } from "./table.js";

const batches = [1, 8] as const;
const threads = 2;

export interface InferenceOptions {
  readonly folder: string;
  readonly rounds: number;
  readonly launcher: readonly string[];
  readonly quick: boolean;
  readonly progress: (line: string) => void;
}

export interface InferenceRow {
  readonly network: string;
  readonly batch: number;
  readonly entries: readonly Entry[];
}

export async function measureInference({
  folder,
  rounds,
  launcher,
  quick,
  progress,
}: InferenceOptions): Promise<InferenceRow[]> {
  const rows: InferenceRow[] = [];
  for (const network of Object.keys(inferenceNetworks) as InferenceProblem["network"][]) {
    const exported = path.join(folder, `${network}.onnx`);
    const failure = exportByTorch(network, exported);
    const contenders = inferenceContenders(threads).map((contender) => ({
      ...contender,
      ...(failure !== undefined && contender.family === "exported" && { unavailable: failure }),
    }));
    for (const batch of batches) {
      progress(`${network}, batch ${batch}`);
      const problem = path.join(folder, `${network}.json`);
      writeFileSync(
        problem,
        JSON.stringify({ network, batch, exported, results: comparedResults } satisfies InferenceProblem),
      );
      const stepsOf = () => (quick ? ([1, 2] as const) : ([3, batch === 1 ? 20 : 8] as const));
      rows.push({
        network,
        batch,
        entries: await runRounds({ problem, contenders, stepsOf, rounds, launcher, progress }),
      });
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
    const shown = (entry: Entry) => entry.failure ?? short(timeOf(entry));
    const ratio = (entry: Entry) =>
      (own.failure ?? entry.failure) === undefined ? (timeOf(own) / timeOf(entry)).toFixed(2) : "";
    return [
      network,
      String(batch),
      shown(own),
      own.reports.length === 0 ? "" : rangeOf(own),
      shown(exported),
      shown(pytorch),
      ratio(exported),
      ratio(pytorch),
    ];
  });
  const runtimes = runtimesOf(rows.flatMap(({ entries }) => entries));
  return [markdownTable(header, cells), `${circumstances}; ${runtimes}; ${threads} threads.`].join("\n\n");
}

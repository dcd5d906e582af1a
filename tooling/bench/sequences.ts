// Training steps on sequences, in one table: nets of growing length and width, a decoder with attention, CTC.
import path from "node:path";
import { ownContenders, pytorchContenders, stepCounts, type Contender } from "./contenders.js";
import { writeProblem } from "./problem.js";
import { rangeOf, runtimesOf, short, timeOf } from "./report.js";
import { runRounds, type Entry } from "./rounds.js";
import { median } from "./statistics.js";
import { markdownTable } from "./table.js";
import { workloads, type WorkloadName } from "./workloads.js";

export interface SequenceOptions {
  readonly folder: string;
  readonly rounds: number;
  readonly launcher: readonly string[];
  readonly quick: boolean;
  readonly progress: (line: string) => void;
}

/** One workload: ours, and PyTorch on as many threads. */
export interface SequenceRow {
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** @param names the workloads, each of them a row */
export async function measureSequences(
  names: readonly WorkloadName[],
  { folder, rounds, launcher, quick, progress }: SequenceOptions,
): Promise<SequenceRow[]> {
  const rows: SequenceRow[] = [];
  for (const name of names) {
    const workload = workloads[name];
    progress(workload.title);
    const problem = path.join(folder, `${name}.json`);
    writeProblem(problem, name);
    const entries = await runRounds({
      problem,
      contenders: [...ownContenders(), ...pytorchContenders().map(withoutSpinning)],
      stepsOf: (contender) => stepCounts(contender, workload, quick),
      rounds,
      launcher,
      progress,
    });
    rows.push({ title: workload.title, entries });
  }
  return rows;
}

/**
 * Idle threads of PyTorch spin by default, those of ours do not. In these steps, of thousands of small ops, spinning on a machine
 * that has anything else to do takes fifty times as long.
 */
function withoutSpinning(peer: Contender): Contender {
  return { ...peer, environment: { ...peer.environment, OMP_WAIT_POLICY: "PASSIVE" } };
}

/** Two lines for each workload, on one thread and on two: times, and ours as multiples of PyTorch's by the clock and by processor time. */
export function sequenceTable(
  rows: readonly SequenceRow[],
  { what, circumstances }: { readonly what: string; readonly circumstances: string },
): string {
  const header = [what, "threads", "blockzoo, ms", "min-max", "PyTorch, ms", "min-max", "to PyTorch", "processor time to PyTorch"]; // prettier-ignore
  const cells = rows.flatMap(({ title, entries }) =>
    entries
      .filter(({ contender }) => contender.family === "blockzoo")
      .map((own) => {
        const { threads } = own.contender;
        const peer = entries.find(({ contender }) => contender.family === "pytorch" && contender.threads === threads)!;
        return [title, String(threads), ...shown(own), ...shown(peer), ...ratios(own, peer)];
      }),
  );
  const runtimes = runtimesOf(rows.flatMap(({ entries }) => entries));
  return [markdownTable(header, cells), `${circumstances}; ${runtimes}.`].join("\n\n");
}

/** The time of a contender and its range, or why there is none. */
function shown(entry: Entry): readonly [string, string] {
  return entry.failure === undefined ? [short(timeOf(entry)), rangeOf(entry)] : [entry.failure, ""];
}

function ratios(own: Entry, peer: Entry): readonly [string, string] {
  if ((own.failure ?? peer.failure) !== undefined) return ["", ""];
  const processor = ({ reports }: Entry) => median(reports.map(({ processorMilliseconds }) => processorMilliseconds));
  return [(timeOf(own) / timeOf(peer)).toFixed(2), (processor(own) / processor(peer)).toFixed(2)];
}

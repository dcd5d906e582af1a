import {
  difference,
  messageOf,
  type Backend,
  type Capabilities,
  type Feeds,
  type Results,
  type StateDict,
} from "@blockzoo/core";
import type { BackendName } from "../backends.js";
import type { Tap, TappedGraph } from "./tapped-graph.js";

/** What a backend made of the graph: outputs by name, or why it did not run. */
type Outcome = { readonly outputs: Results["outputs"]; readonly on: Capabilities } | { readonly reason: string };

/** How one backend did against the baseline. */
export type Verdict =
  | { readonly backend: BackendName; readonly ran: false; readonly reason: string }
  | {
      readonly backend: BackendName;
      readonly ran: true;
      readonly on: Capabilities;
      readonly largest: number;
      /** The first output, in the order of the calls, that is further away than allowed. */
      readonly diverges: Tap | undefined;
    };

export interface Comparison {
  /** What the others are compared with; undefined where nothing ran. */
  readonly baseline: { readonly backend: BackendName; readonly on: Capabilities } | undefined;
  readonly verdicts: readonly Verdict[];
  /** For every tap the difference of each backend that ran, in the order of the verdicts. */
  readonly rows: readonly {
    readonly tap: Tap;
    readonly shape: readonly number[];
    readonly differences: readonly number[];
  }[];
}

export interface ComparisonOptions {
  readonly tapped: TappedGraph;
  readonly feeds: Feeds;
  readonly weights: StateDict;
  readonly backends: readonly BackendName[];
  readonly tolerance: number;
  readonly open: (name: BackendName) => Promise<Backend>;
}

/** Runs a graph on all backends with the same inputs and weights. The reference, where it is among them, is the baseline. */
export async function compareBackends({
  tapped,
  feeds,
  weights,
  backends,
  tolerance,
  open,
}: ComparisonOptions): Promise<Comparison> {
  const outcomes = new Map<BackendName, Outcome>();
  // One after the other: they would fight for the cores.
  for (const name of backends) outcomes.set(name, await runOn(() => open(name), tapped, feeds, weights));
  const ran = backends.flatMap((backend) => {
    const outcome = outcomes.get(backend)!;
    return "outputs" in outcome ? [{ backend, ...outcome }] : [];
  });
  const baseline = ran.find(({ backend }) => backend === "reference") ?? ran[0];
  const others = ran.filter((each) => each !== baseline);
  const rows = tapped.taps.map((tap) => {
    const expected = baseline?.outputs[tap.output];
    const differences = others.map(({ outputs }) => difference(outputs[tap.output]!, expected!));
    return { tap, shape: expected?.shape ?? [], differences };
  });
  const verdicts = backends.flatMap((backend): Verdict[] => {
    if (backend === baseline?.backend) return [];
    const outcome = outcomes.get(backend)!;
    if ("reason" in outcome) return [{ backend, ran: false, reason: outcome.reason }];
    const column = others.findIndex((each) => each.backend === backend);
    const { on } = outcome;
    const largest = Math.max(...rows.map(({ differences }) => differences[column]!));
    const diverges = rows.find(({ differences }) => differences[column]! > tolerance)?.tap;
    return [{ backend, ran: true, on, largest, diverges }];
  });
  return { baseline, verdicts, rows: baseline === undefined ? [] : rows };
}

/** A backend that is missing, or cannot compile or run the graph, is no mismatch, and no agreement either. */
async function runOn(
  open: () => Promise<Backend>,
  { graph }: TappedGraph,
  feeds: Feeds,
  weights: StateDict,
): Promise<Outcome> {
  try {
    const backend = await open();
    try {
      const executable = await backend.compile(graph, { weights });
      return { outputs: (await executable.run(feeds)).outputs, on: backend.capabilities };
    } finally {
      await backend.dispose();
    }
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

// What the page and the worker in the sandbox say to each other. The worker runs code of any origin: what it says is parsed.
import type { Layout, Summary } from "@blockzoo/inspect";
import type { HistoryPoint } from "@blockzoo/family";
import type { CompiledFiles } from "../compiler/compile.js";

/** Blocks to draw open or closed by hand, by their paths. */
export type OpenBlocks = ReadonlyMap<string, boolean>;

/** The first message to the worker, with the port on which it reports. */
export type Order =
  | { readonly kind: "look"; readonly files: CompiledFiles; readonly open: OpenBlocks }
  /** The line leads to a backend. */
  | { readonly kind: "train"; readonly files: CompiledFiles; readonly line: MessagePort };

/** One computation of the network that a program exports. */
export interface GraphLook {
  /** `forward`, `encode`. */
  readonly name: string;
  readonly totals: Summary["totals"];
  readonly diagram: Layout;
}

/** What a program's network is. */
export interface Look {
  readonly name: string;
  readonly graphs: readonly GraphLook[];
  /** Whether the program says how it learns. */
  readonly trains: boolean;
}

/** Why a program stopped, and where. */
export interface Failure {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

export type TrainingPoint = HistoryPoint & { readonly totalSteps: number };

export type Report =
  | { readonly kind: "alive" }
  | { readonly kind: "said"; readonly text: string }
  | { readonly kind: "looked"; readonly look: Look }
  | { readonly kind: "progress"; readonly point: TrainingPoint }
  | { readonly kind: "ended" }
  | { readonly kind: "failed"; readonly failure: Failure };

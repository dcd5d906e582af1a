import type { Contender } from "../contenders.js";

/** Steps that are not timed, and those that are. */
export type StepCounts = readonly [warmUp: number, timed: number];

/** One thing that is timed, with all who take part in it. */
export interface Case {
  /** As `--only` calls it. */
  readonly name: string;
  /** As tables and charts call it. */
  readonly title: string;
  /** Writes the file that all contenders read. */
  readonly write: (path: string) => void;
  /** Ours; the first one's results are what all others' are compared with. */
  readonly own: readonly Contender[];
  /** Others; what they need beside the problem they may write into the folder. */
  readonly peers: (folder: string) => readonly Contender[];
  readonly steps: (contender: Contender) => StepCounts;
}

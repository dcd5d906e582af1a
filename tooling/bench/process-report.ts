/** What one process of a contender prints. */
export interface ProcessReport {
  readonly runtime: string;
  /** Of all steps, in order. */
  readonly losses: readonly number[];
  /** The median over the timed steps. */
  readonly milliseconds: number;
}

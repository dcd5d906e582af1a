/** What one process of a contender prints. */
export interface ProcessReport {
  readonly runtime: string;
  /** The losses of all training steps, in order, or the first scores of a forward pass. */
  readonly results: readonly number[];
  /** From the network's constructor to the end of the first step, which includes whatever is compiled before it. */
  readonly firstStepMilliseconds: number;
  /** The median over the timed steps. */
  readonly milliseconds: number;
  /** The same in processor time of all threads together, which other processes on the machine change less. A page cannot say it. */
  readonly processorMilliseconds?: number;
  /** The most memory that the process ever held (VmHWM), in units of 10^6 bytes. A page cannot say it. */
  readonly peakMegabytes?: number;
}
